/** The drift detector: compares what our field manager owns on live objects with what the applier left. */
@NullMarked
package io.keelstream.drift;

import org.jspecify.annotations.NullMarked;
