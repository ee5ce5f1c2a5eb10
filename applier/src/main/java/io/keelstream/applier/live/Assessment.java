package io.keelstream.applier.live;

import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;

/** How objects are judged on one cluster. Pure, thread-safe. */
public interface Assessment {

    /**
     * The object's health.
     *
     * @param appliedAt when this release applied it
     * @param now the moment of judging
     */
    HealthStatus of(Manifest object, Instant appliedAt, Instant now);

    /** Whether time alone cannot change this health: only another event can. */
    boolean settled(Manifest object, HealthStatus health);
}
