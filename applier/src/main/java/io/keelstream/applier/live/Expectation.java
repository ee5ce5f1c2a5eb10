package io.keelstream.applier.live;

import io.keelstream.contracts.targets.TargetPolicy;
import java.time.Instant;

/**
 * What an object's owner expects of it.
 *
 * @param appliedAt when it was applied, as far as known: young objects are given time
 * @param ingressRequireAddress an Ingress is healthy only with an address
 */
public record Expectation(Instant appliedAt, boolean ingressRequireAddress) {

    /** What the policy of its target says. */
    public static Expectation of(TargetPolicy policy, Instant appliedAt) {
        return new Expectation(appliedAt, policy.health().ingressRequireAddress());
    }

    /** The most that anybody may expect of an object that was just applied. */
    static Expectation strictest(Instant now) {
        return new Expectation(now, true);
    }
}
