/** What accounts may do that clients act as. */
@NullMarked
package io.keelstream.sandbox.access;

import org.jspecify.annotations.NullMarked;
