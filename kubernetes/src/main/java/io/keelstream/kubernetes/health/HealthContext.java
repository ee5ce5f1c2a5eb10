package io.keelstream.kubernetes.health;

import java.time.Duration;
import java.time.Instant;

/**
 * What judging an object needs beside the object.
 *
 * @param now the moment of judging
 * @param appliedAt when the object was applied, as far as known: young objects are given time
 * @param standing judge as it stands for good; false while a wave waits for the object
 * @param ingressRequireAddress an Ingress is healthy only with an address
 * @param claimWaitsForConsumer the claim's StorageClass binds only when a pod uses it
 * @param statusExpected the custom resource's definition has a status, so that a controller is expected to answer
 */
public record HealthContext(
        Instant now,
        Instant appliedAt,
        boolean standing,
        boolean ingressRequireAddress,
        boolean claimWaitsForConsumer,
        boolean statusExpected) {

    /** For a wave that waits for what it applied. */
    public static HealthContext waiting(Instant now, Instant appliedAt) {
        return new HealthContext(now, appliedAt, false, false, false, false);
    }

    /** For an object that is assessed as it is, e.g. from a file. */
    public static HealthContext standing(Instant now) {
        return new HealthContext(now, Instant.EPOCH, true, false, false, false);
    }

    Duration age() {
        return Duration.between(appliedAt, now);
    }

    boolean youngerThan(long seconds) {
        return age().compareTo(Duration.ofSeconds(seconds)) < 0;
    }
}
