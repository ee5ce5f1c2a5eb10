/** Drift: what somebody changed behind Git's back, who it was, and how it ended. */
@NullMarked
package io.keelstream.contracts.drift;

import org.jspecify.annotations.NullMarked;
