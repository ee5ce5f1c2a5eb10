package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.canary.CanaryRules;
import org.jspecify.annotations.Nullable;

/**
 * What {@code release} and {@code canary} say at one level of the file. The rules are kept where the strategy does not use
 * them, because a target may choose another strategy than its application.
 *
 * @param canary whether the strategy is canary
 * @param rules the rules for canary releases
 */
record ReleaseRules(boolean canary, CanaryRules rules) {

    /** Rolling updates: a file that says nothing. */
    static final ReleaseRules ROLLING = new ReleaseRules(false, CanaryRules.DEFAULT);

    /** The rules as a policy has them; null for rolling updates. */
    @Nullable
    CanaryRules inForce() {
        return canary ? rules : null;
    }
}
