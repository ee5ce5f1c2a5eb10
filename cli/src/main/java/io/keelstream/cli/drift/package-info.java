/** The verb {@code drift}, and drift in words. */
@NullMarked
package io.keelstream.cli.drift;

import org.jspecify.annotations.NullMarked;
