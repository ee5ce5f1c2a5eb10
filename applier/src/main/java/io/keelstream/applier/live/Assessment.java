package io.keelstream.applier.live;

import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;

/** How objects are judged on one cluster. Thread-safe. */
public interface Assessment {

    /**
     * The object's health.
     *
     * @param now the moment of judging
     */
    HealthStatus of(Manifest object, Expectation expectation, Instant now);

    /** Whether neither time alone nor another expectation can change this health: only another event can. */
    boolean settled(Manifest object, HealthStatus health);
}
