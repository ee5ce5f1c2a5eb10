package io.keelstream.applier.reconcile;

import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.tracing.SpanAttributes;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.StageOpening;
import io.keelstream.tracing.Traces;
import org.jspecify.annotations.Nullable;

/**
 * One run of a release as a span, its states as parts of it. A release that another process began is a span of its own,
 * beside the one it is linked to. Used by the thread that runs the release.
 */
final class ReleaseSpan implements AutoCloseable {

    private static final String OUTCOME = "keelstream.outcome";

    private final Stage release;
    private @Nullable Stage part;

    private ReleaseSpan(Stage release) {
        this.release = release;
    }

    /**
     * Opens it.
     *
     * @param plan the record of the release's plan
     * @param before trace context of the run that was broken off; null for the first run
     */
    static ReleaseSpan open(Traces traces, Release release, @Nullable Received<Plan> plan, @Nullable String before) {
        StageOpening opening = of(traces, "release", release.target().toString(), release.plan(), plan)
                .with(SpanAttributes.DEPLOYMENT, release.deploymentId())
                .resuming(before);
        return new ReleaseSpan(opening.open()
                .with("keelstream.attempt", release.plan().attempt())
                .with("keelstream.plan.actions", release.plan().actions().size())
                .with(OUTCOME, "INTERRUPTED"));
    }

    /** A stage that follows from a plan. */
    static StageOpening of(Traces traces, String name, String target, Plan plan, @Nullable Received<Plan> record) {
        StageOpening opening = traces.of(name, plan.revision(), target)
                .with(SpanAttributes.PLAN, plan.id())
                .with(SpanAttributes.CLUSTER, plan.cluster())
                .with(SpanAttributes.NAMESPACE, plan.namespace());
        return record == null ? opening : opening.processing(Topic.PLAN, record);
    }

    /** The header for every event of the release. */
    String header() {
        return release.traceparent();
    }

    /** The release is in another state now. */
    void reached(ReleaseState state) {
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
            case ReleaseState.Settling _ -> release.part("settle");
            case ReleaseState.Finished _ -> null;
        };
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
