/** The command {@code up}: starts everything in order, prints the addresses, and prints events. */
@NullMarked
package io.keelstream.standalone.up;

import org.jspecify.annotations.NullMarked;
