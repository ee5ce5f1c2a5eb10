package io.keelstream.applier.reconcile;

import io.keelstream.applier.inventory.InventoryEnd;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.record.Known;
import io.keelstream.contracts.audit.DeploymentRecorded;
import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.tracing.SpanAttributes;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction that ends a release whose plan is lost. It still ends exactly once, and everything it may have touched is
 * marked dirty, so that the next plan looks at all of it. Thread-safe.
 */
final class Abandonment {

    private static final Logger LOG = LoggerFactory.getLogger(Abandonment.class);
    private static final Revision UNKNOWN = new Revision("", "", "", "", "", Instant.EPOCH);

    private final TransitionWriter transitions;
    private final Traces traces;
    private final Clock clock;

    Abandonment(TransitionWriter transitions, Traces traces, Clock clock) {
        this.transitions = transitions;
        this.traces = traces;
        this.clock = clock;
    }

    /** @param cause trace context of what wrote the release's execution; null when that is not known */
    void abandon(String key, Known known, @Nullable String cause) {
        Inventory inventory = Objects.requireNonNull(known.inventory(), "a release runs");
        Inventory.RunningRelease running = Objects.requireNonNull(inventory.release(), "a release runs");
        Execution.Accepted accepted = accepted(known, inventory);
        try (Stage stage = traces.of("abandon", accepted.revision(), key)
                .with(SpanAttributes.DEPLOYMENT, running.deploymentId())
                .causedBy(cause)
                .open()) {
            String correlation = Ids.correlation(key, accepted.revision().commit());
            EventContext context = new EventContext(clock.instant(), null, correlation, stage.traceparent());
            Execution ended = new Execution(
                    running.deploymentId(),
                    running.planId(),
                    running.bundleDigest(),
                    accepted,
                    new Step.Finished(Outcome.SUPERSEDED, List.of(lost(key))));
            transitions.write(
                    key,
                    List.of(
                            Fact.of(EventType.EXECUTION_CHANGED, key, ended, context),
                            Fact.of(EventType.INVENTORY_CHANGED, key, InventoryEnd.doubted(inventory), context),
                            Fact.tombstone(EventType.RUNNING_CHANGED, key, context),
                            Fact.tombstone(EventType.ANALYSIS_REQUESTED, key, context),
                            Fact.of(
                                    EventType.DEPLOYMENT_FINISHED,
                                    key,
                                    finished(subject(key, inventory, ended), key),
                                    context),
                            Fact.of(
                                    EventType.DEPLOYMENT_RECORDED,
                                    key,
                                    recorded(subject(key, inventory, ended), ended, known),
                                    context)));
            LOG.atWarn()
                    .addKeyValue("target", key)
                    .addKeyValue("deployment", running.deploymentId())
                    .addKeyValue("commit", accepted.revision().commit())
                    .log("The plan of a running release is gone; the target is planned again");
        }
    }

    private Execution.Accepted accepted(Known known, Inventory inventory) {
        return known.execution() != null
                ? known.execution().accepted()
                : new Execution.Accepted(
                        Trigger.UNKNOWN,
                        known.running() == null ? UNKNOWN : known.running().revision(),
                        inventory.appliedRevision(),
                        0,
                        clock.instant());
    }

    private static Problem lost(String key) {
        return Reason.PLAN_LOST.problem(
                "the plan of the running release can no longer be read; the target is planned again", key);
    }

    private static DeploymentSubject subject(String key, Inventory inventory, Execution ended) {
        return new DeploymentSubject(
                ended.deploymentId(),
                TargetIdentity.of(TargetName.parse(key), inventory.cluster(), inventory.namespace()),
                ended.accepted().trigger(),
                ended.accepted().revision(),
                inventory.appliedRevision(),
                ended.accepted().attempt(),
                Map.of());
    }

    /** What is still known of it: its plan is not. */
    private static DeploymentRecorded recorded(DeploymentSubject subject, Execution ended, Known known) {
        return new DeploymentRecorded(
                subject,
                ExecutionStatus.CANCELLED,
                Outcome.SUPERSEDED,
                new DeploymentRecorded.Basis(
                        ended.planId(),
                        ended.bundleDigest(),
                        null,
                        ended.accepted().revision().people(),
                        ended.accepted().startedAt()),
                known.execution() == null ? Evidence.NONE : known.execution().found());
    }

    private static DeploymentFinished finished(DeploymentSubject subject, String key) {
        return new DeploymentFinished(
                subject,
                ExecutionStatus.CANCELLED,
                Outcome.SUPERSEDED,
                ChangeSummary.NONE,
                false,
                List.of(lost(key)),
                new DeploymentFinished.Durations(0, 0, 0));
    }
}
