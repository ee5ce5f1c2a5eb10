/** The forms of kinds: recorded schemas of the built-in ones, and what structural schemas of custom resources ask for. */
@NullMarked
package io.keelstream.sandbox.schema;

import org.jspecify.annotations.NullMarked;
