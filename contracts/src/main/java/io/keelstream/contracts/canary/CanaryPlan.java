package io.keelstream.contracts.canary;

import org.jspecify.annotations.Nullable;

/**
 * What a plan says of a target whose policy asks for canary releases.
 *
 * @param digest the trial digest: what would be on trial, the pod template and everything it reads; equal digests run alike
 * @param ordinary why this plan is an ordinary release, for people; null where there is a trial
 * @param trial the trial; null for an ordinary release, and where it takes one over that its release adds
 * @param takesOver the deployment that began the running trial, where the plan goes on with that; null where it begins its own
 */
public record CanaryPlan(
        String digest,
        @Nullable String ordinary,
        @Nullable Trial trial,
        @Nullable String takesOver) {

    /** What takes no trial over. */
    public CanaryPlan(String digest, @Nullable String ordinary, @Nullable Trial trial) {
        this(digest, ordinary, trial, null);
    }

    /** Which trial a deployment of this plan runs: one that it takes over, or its own. */
    public TrialIdentity identity(String deploymentId) {
        return new TrialIdentity(digest, takesOver == null ? deploymentId : takesOver);
    }

    /** Of a plan that goes on with a trial that runs. */
    public static CanaryPlan takingOver(TrialIdentity running) {
        return new CanaryPlan(running.digest(), null, null, running.begunBy());
    }
}
