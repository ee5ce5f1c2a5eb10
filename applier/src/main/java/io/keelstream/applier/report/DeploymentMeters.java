package io.keelstream.applier.report;

import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/**
 * Deployments in numbers: {@code keelstream.deployment}, a timer from start to end by {@code outcome} and {@code trigger},
 * and {@code keelstream.deployment.actions}, the objects that finished deployments were to write or delete. Targets are no
 * tag: their number has no bound. Thread-safe.
 */
public final class DeploymentMeters {

    private static final String DEPLOYMENT = "keelstream.deployment";

    private final MeterRegistry meters;

    /** Meters of this registry. */
    public DeploymentMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A deployment ended. */
    public void finished(Finished finished, Instant now) {
        Release release = finished.release();
        Timer.builder(DEPLOYMENT)
                .description("Deployments from their start to their end")
                .tag("outcome", finished.outcome().name())
                .tag("trigger", release.plan().trigger().name())
                .register(meters)
                .record(Duration.between(release.startedAt(), now));
        meters.counter(DEPLOYMENT + ".actions")
                .increment(release.plan().actions().size());
    }
}
