/** The verb {@code wait}: whether a commit is healthy at a target. */
@NullMarked
package io.keelstream.cli.wait;

import org.jspecify.annotations.NullMarked;
