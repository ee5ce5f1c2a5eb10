/** Drift, from a change outside Git to its report and its end, against whichever cluster the build was given. */
@NullMarked
package io.keelstream.e2e.drift;

import org.jspecify.annotations.NullMarked;
