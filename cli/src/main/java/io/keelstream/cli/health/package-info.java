/** The command {@code health}: offline. */
@NullMarked
package io.keelstream.cli.health;

import org.jspecify.annotations.NullMarked;
