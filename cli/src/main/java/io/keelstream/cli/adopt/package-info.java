/** The command {@code adopt}. */
@NullMarked
package io.keelstream.cli.adopt;

import org.jspecify.annotations.NullMarked;
