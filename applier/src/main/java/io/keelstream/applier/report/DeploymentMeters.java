package io.keelstream.applier.report;

import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.applier.turn.ReleaseTurns;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.execution.Step.Withdrawing.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Deployments in numbers. Targets are no tag: their number has no bound. Thread-safe.
 *
 * <ul>
 *   <li>{@code keelstream.deployment}: from start to end, by {@code outcome}, {@code trigger} and {@code strategy}
 *   <li>{@code keelstream.deployment.actions}: the objects that finished deployments were to write or delete
 *   <li>{@code keelstream.canary.gates}: gates that were put to the canary-analyzer
 *   <li>{@code keelstream.canary.retreat}: from the decision to end a trial until its traffic is known to be gone, by
 *       {@code ending}
 *   <li>{@code keelstream.releases.running}, {@code keelstream.releases.waiting}: releases that count toward the limit of their
 *       {@code cluster}, and those that wait for their turn
 * </ul>
 */
public final class DeploymentMeters {

    private static final String DEPLOYMENT = "keelstream.deployment";

    private final MeterRegistry meters;
    private final Counter gates;
    private final Map<Ending, Timer> retreats = new EnumMap<>(Ending.class);

    /** Meters of this registry. */
    public DeploymentMeters(MeterRegistry meters) {
        this.meters = meters;
        this.gates = meters.counter("keelstream.canary.gates");
        for (Ending ending : Ending.values()) {
            if (ending != Ending.UNKNOWN) {
                retreats.put(ending, retreat(ending));
            }
        }
    }

    private Timer retreat(Ending ending) {
        return Timer.builder("keelstream.canary.retreat")
                .description("From the decision to end a trial until the canary gets no traffic")
                .tag("ending", ending.name())
                .register(meters);
    }

    /**
     * A deployment entered a state.
     *
     * @param before the step that was recorded before it
     * @param gate whether the state asks for a verdict
     */
    public void entered(Step before, ReleaseState state, boolean gate, Instant now) {
        if (gate) {
            gates.increment();
        }
        if (before
                        instanceof
                        Step.Withdrawing(TrialPosition at, Stage stage, Instant since, Ending ending, var _, var _)
                && stage == Stage.SHIFT
                && at.weight() == 0
                && state instanceof Withdrawing) {
            Objects.requireNonNull(retreats.get(ending), "a step of a newer version is not run")
                    .record(Duration.between(since, now));
        }
    }

    /** Shows how many releases run on a cluster, and how many wait for their turn. */
    public void turns(String cluster, ReleaseTurns turns) {
        Gauge.builder("keelstream.releases.running", turns, ReleaseTurns::running)
                .description("Releases that count toward the limit of their cluster")
                .tag("cluster", cluster)
                .register(meters);
        Gauge.builder("keelstream.releases.waiting", turns, ReleaseTurns::waiting)
                .description("Releases that wait for their turn on their cluster")
                .tag("cluster", cluster)
                .register(meters);
    }

    /** A deployment ended. */
    public void finished(Finished finished, Instant now) {
        Release release = finished.release();
        Timer.builder(DEPLOYMENT)
                .description("Deployments from their start to their end")
                .tag("outcome", finished.outcome().name())
                .tag("trigger", release.plan().trigger().name())
                .tag("strategy", release.plan().trial() == null ? "rolling" : "canary")
                .register(meters)
                .record(Duration.between(release.startedAt(), now));
        meters.counter(DEPLOYMENT + ".actions")
                .increment(release.plan().actions().size());
    }
}
