package io.keelstream.contracts.canary;

import org.jspecify.annotations.Nullable;

/**
 * What a plan says of a target whose policy asks for canary releases.
 *
 * @param digest the trial digest: what would be on trial, the pod template and everything it reads; equal digests run alike
 * @param ordinary why this plan is an ordinary release, for people; null where there is a trial
 * @param trial the trial; null for an ordinary release
 */
public record CanaryPlan(
        String digest, @Nullable String ordinary, @Nullable Trial trial) {}
