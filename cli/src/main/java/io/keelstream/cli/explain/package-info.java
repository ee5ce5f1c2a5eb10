/** The verb {@code explain}: why a target is not what Git says, or not healthy. */
@NullMarked
package io.keelstream.cli.explain;

import org.jspecify.annotations.NullMarked;
