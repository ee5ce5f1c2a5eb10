/** The verb {@code up}: starts everything in order, says where it is, and prints what happens. */
@NullMarked
package io.keelstream.standalone.up;

import org.jspecify.annotations.NullMarked;
