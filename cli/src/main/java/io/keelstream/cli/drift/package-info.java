/** The command {@code drift}, and drift as text. */
@NullMarked
package io.keelstream.cli.drift;

import org.jspecify.annotations.NullMarked;
