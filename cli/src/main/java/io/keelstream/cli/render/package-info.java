/** The commands {@code render} and {@code validate}: offline. */
@NullMarked
package io.keelstream.cli.render;

import org.jspecify.annotations.NullMarked;
