/** The command {@code status}. */
@NullMarked
package io.keelstream.cli.status;

import org.jspecify.annotations.NullMarked;
