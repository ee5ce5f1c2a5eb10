/** What goes wrong when it is told to. */
@NullMarked
package io.keelstream.sandbox.fault;

import org.jspecify.annotations.NullMarked;
