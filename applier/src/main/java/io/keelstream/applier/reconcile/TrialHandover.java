package io.keelstream.applier.reconcile;

import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.inventory.InventoryProgress;
import io.keelstream.applier.inventory.InventoryStart;
import io.keelstream.applier.journal.ReleaseSpan;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.report.DeploymentReport;
import io.keelstream.applier.report.ReadModel;
import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction that hands a running trial to the release of a newer commit: the one before ends SUPERSEDED, the other one
 * stands where it stood. Routes, copies and gate are not touched. Thread-safe.
 */
final class TrialHandover {

    private static final Logger LOG = LoggerFactory.getLogger(TrialHandover.class);

    private final TransitionWriter transitions;
    private final ReadModel readModel;
    private final ApplierContext shared;

    TrialHandover(TransitionWriter transitions, ReadModel readModel, ApplierContext shared) {
        this.transitions = transitions;
        this.readModel = readModel;
        this.shared = shared;
    }

    void takeOver(Known known, OnTrial running, Release by, @Nullable ClusterAccess cluster) {
        Inventory before = Objects.requireNonNull(known.inventory(), "a release runs");
        Release former = running.release();
        OnTrial state = running.takenOver(by);
        String key = by.target().toString();
        Instant now = shared.clock().instant();
        Inventory inventory = InventoryStart.beside(InventoryStart.of(before, by), by, degraded(before, by));
        Evidence evidence =
                known.execution() == null ? Evidence.NONE : known.execution().found();
        Execution execution = state.execution().with(evidence.ofTrial());
        Finished finished = new Finished(former, Outcome.SUPERSEDED, ExecutionStatus.CANCELLED, List.of());
        Received<?> cause = known.planRecord();
        try (ReleaseSpan ended = ReleaseSpan.open(shared.telemetry().traces(), former, null);
                ReleaseSpan span = ReleaseSpan.open(shared.telemetry().traces(), by, known.planRecord())) {
            EventContext context = new EventContext(
                    now,
                    cause == null ? null : cause.id(),
                    Ids.correlation(key, by.plan().revision().commit()),
                    span.header());
            List<Fact> facts = new ArrayList<>();
            facts.add(Fact.of(EventType.EXECUTION_CHANGED, key, execution, context));
            facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, inventory, context));
            facts.add(Fact.of(EventType.RUNNING_CHANGED, key, by.plan(), context));
            EventContext end = TransitionWriter.context(former, now, ended.header());
            facts.add(Fact.of(
                    EventType.DEPLOYMENT_FINISHED,
                    key,
                    DeploymentReport.finished(finished, InventoryProgress.done(before, former), null, now),
                    end));
            facts.add(Fact.of(EventType.DEPLOYMENT_RECORDED, key, DeploymentReport.recorded(finished, evidence), end));
            facts.add(Fact.of(EventType.DEPLOYMENT_STARTED, key, DeploymentReport.started(by), context));
            facts.add(Fact.of(
                    EventType.DEPLOYMENT_PROGRESSED,
                    key,
                    DeploymentReport.progressed(
                            state,
                            TrialText.position(by.plan(), state.trial()) + ": taken over from "
                                    + former.plan().revision().shortCommit()
                                    + ", which puts the same version on trial"),
                    context));
            facts.addAll(readModel.facts(key, known.accepted(by.plan(), inventory, execution), cluster, context));
            transitions.write(key, facts);
            ended.reached(finished);
            span.reached(state);
        }
        shared.telemetry().meters().finished(finished, now);
        LOG.atInfo()
                .addKeyValue("target", key)
                .addKeyValue("deployment", by.deploymentId())
                .addKeyValue("before", former.deploymentId())
                .addKeyValue("commit", by.plan().revision().commit())
                .log("Trial taken over");
    }

    /** What was degraded when the trial began, and is not changed now either. */
    private static Set<String> degraded(Inventory before, Release by) {
        Inventory.RunningRelease release = before.release();
        Set<String> degraded = new HashSet<>(release == null ? List.of() : release.degraded());
        by.plan().actions().stream().map(PlannedAction::reference).forEach(degraded::remove);
        return degraded;
    }
}
