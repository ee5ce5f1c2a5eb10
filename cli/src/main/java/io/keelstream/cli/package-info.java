/** The keelstream command. */
@NullMarked
package io.keelstream.cli;

import org.jspecify.annotations.NullMarked;
