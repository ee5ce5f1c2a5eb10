package io.keelstream.contracts.targets;

/**
 * What a target's policy says about changes that are made outside Git.
 *
 * @param drift what happens to them
 * @param conflicts what happens to fields that another manager owns
 */
public record DriftPolicy(TargetPolicy.Drift drift, TargetPolicy.Conflicts conflicts) {

    /** That of a policy. */
    public static DriftPolicy of(TargetPolicy policy) {
        return new DriftPolicy(policy.drift(), policy.conflicts());
    }
}
