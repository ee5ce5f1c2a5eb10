/** Drift: what somebody changed outside Git, who it was, and how it ended. */
@NullMarked
package io.keelstream.contracts.drift;

import org.jspecify.annotations.NullMarked;
