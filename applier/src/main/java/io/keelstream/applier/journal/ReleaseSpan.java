package io.keelstream.applier.journal;

import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.tracing.SpanAttributes;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.StageOpening;
import io.keelstream.tracing.Traces;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A release as a span, its states as parts of it. The span outlasts runs, even processes: whoever continues the release
 * opens it again, and it is sent at the end. Used by the thread that runs the release.
 */
public final class ReleaseSpan implements AutoCloseable {

    private static final String OUTCOME = "keelstream.outcome";

    private final Stage release;
    private @Nullable Stage part;

    private ReleaseSpan(Stage release) {
        this.release = release;
    }

    /**
     * Opens it.
     *
     * @param plan the record of the release's plan; null where it is gone
     */
    public static ReleaseSpan open(Traces traces, Release release, @Nullable Received<Plan> plan) {
        StageOpening opening = of(traces, "release", release.target().toString(), release.plan(), plan)
                .with(SpanAttributes.DEPLOYMENT, release.deploymentId())
                .since(release.startedAt())
                .lasting("release " + release.deploymentId());
        return new ReleaseSpan(opening.open()
                .with("keelstream.attempt", release.plan().attempt())
                .with("keelstream.plan.actions", release.plan().actions().size()));
    }

    /** A stage that follows from a plan. */
    public static StageOpening of(
            Traces traces, String name, String target, Plan plan, @Nullable Received<Plan> record) {
        StageOpening opening = traces.of(name, plan.revision(), target)
                .with(SpanAttributes.PLAN, plan.id())
                .with(SpanAttributes.CLUSTER, plan.cluster())
                .with(SpanAttributes.NAMESPACE, plan.namespace());
        return record == null ? opening : opening.processing(Topic.PLAN, record);
    }

    /** The header for every event of the release. */
    public String header() {
        return release.traceparent();
    }

    /** The release is in another state now. */
    public void reached(ReleaseState state) {
        if (state instanceof ReleaseState.Finished finished) {
            end(finished);
        } else {
            endPart();
            part = begin(state);
        }
    }

    private @Nullable Stage begin(ReleaseState state) {
        return switch (state) {
            case ReleaseState.Applying applying -> release.part("apply").with("keelstream.wave", applying.wave());
            case ReleaseState.Waiting waiting -> release.part("wait").with("keelstream.wave", waiting.wave());
            case ReleaseState.Pruning pruning ->
                release.part("prune")
                        .with(
                                "keelstream.objects",
                                pruning.release().deletions().size());
            case Hooking hooking ->
                release.part("hook")
                        .with("keelstream.hook.phase", hooking.run().phase().word())
                        .with("keelstream.hook", hooking.hook().reference());
            case ReleaseState.Settling _ -> release.part("settle");
            case ReleaseState.Preparing preparing -> part("prepare", preparing.trial());
            case ReleaseState.Shifting shifting -> part("shift", shifting.trial());
            case ReleaseState.Analysing analysing -> part("analyse", analysing.trial());
            case ReleaseState.Restoring restoring -> part("restore", restoring.trial());
            case ReleaseState.Baking baking -> part("bake", baking.trial());
            case Withdrawing withdrawing ->
                part("withdraw " + withdrawing.step().stage().name().toLowerCase(Locale.ROOT), withdrawing.trial());
            case ReleaseState.Finished _ -> null;
        };
    }

    private Stage part(String name, TrialPosition trial) {
        return release.part(name)
                .with("keelstream.canary.step", trial.step())
                .with("keelstream.canary.weight", trial.weight());
    }

    private void end(ReleaseState.Finished finished) {
        if (finished.outcome() == Outcome.FAILED) {
            if (part != null) {
                part.failed(finished.problems());
            }
            release.failed(finished.problems());
        }
        release.with(OUTCOME, finished.outcome().name());
        endPart();
        release.over();
    }

    private void endPart() {
        if (part != null) {
            part.close();
            part = null;
        }
    }

    @Override
    public void close() {
        endPart();
        release.close();
    }
}
