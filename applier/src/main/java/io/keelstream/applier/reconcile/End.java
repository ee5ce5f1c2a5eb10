package io.keelstream.applier.reconcile;

import io.keelstream.applier.canary.Bake;
import io.keelstream.applier.inventory.InventoryEnd;
import io.keelstream.applier.inventory.InventoryProgress;
import io.keelstream.applier.journal.ReleaseJournal;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.phase.Pass;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.report.DeploymentReport;
import io.keelstream.applier.report.ReadModel;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transaction that ends a release: nothing of it is running, and its end is published and audited. Thread-safe. */
final class End {

    private static final Logger LOG = LoggerFactory.getLogger(End.class);

    private final TransitionWriter transitions;
    private final ReadModel readModel;
    private final ApplierContext shared;

    End(TransitionWriter transitions, ReadModel readModel, ApplierContext shared) {
        this.transitions = transitions;
        this.readModel = readModel;
        this.shared = shared;
    }

    /** @param known the target as it is now: what Git wants may have changed while the release ran */
    void finish(Pass.Ended ended, ReleaseJournal journal, Known known, ClusterAccess cluster) {
        Finished finished = ended.finished();
        Release release = finished.release();
        String key = release.target().toString();
        Instant now = shared.clock().instant();
        Inventory after = InventoryEnd.of(journal.inventory(), finished, ended.results(), now);
        EventContext context =
                TransitionWriter.context(release, now, journal.span().header());
        List<Fact> events = List.of(
                Fact.of(
                        EventType.DEPLOYMENT_FINISHED,
                        key,
                        DeploymentReport.finished(
                                finished, InventoryProgress.done(after, release), ended.lastApplied(), now),
                        context),
                Fact.of(
                        EventType.DEPLOYMENT_RECORDED,
                        key,
                        DeploymentReport.recorded(finished, journal.evidence()),
                        context));
        List<Fact> facts = new ArrayList<>();
        if (gone(finished, after)) {
            facts.addAll(readModel.removed(key, known, release.plan(), released(release), context));
            facts.addAll(events);
        } else {
            Execution execution = finished.execution();
            facts.add(Fact.of(EventType.EXECUTION_CHANGED, key, execution, context));
            facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, after, context));
            facts.add(Fact.tombstone(EventType.RUNNING_CHANGED, key, context));
            if (baked(release)) {
                facts.add(Fact.tombstone(EventType.ANALYSIS_REQUESTED, key, context));
            }
            facts.addAll(events);
            facts.addAll(readModel.facts(key, known.after(after, execution), cluster, context));
        }
        transitions.write(key, facts);
        shared.telemetry().meters().finished(finished, now);
        LOG.atInfo()
                .addKeyValue("target", key)
                .addKeyValue("deployment", release.deploymentId())
                .addKeyValue("commit", release.plan().revision().commit())
                .addKeyValue("outcome", finished.outcome())
                .log("Deployment finished");
    }

    /** Whether a gate may stand that no way back has taken away. */
    private static boolean baked(Release release) {
        Trial trial = release.plan().trial();
        return trial != null && Bake.of(trial).isPresent();
    }

    private static boolean gone(Finished finished, Inventory after) {
        return finished.outcome() == Outcome.REMOVED
                && after.objects().isEmpty()
                && after.previous().isEmpty();
    }

    private static int released(Release release) {
        return (int) release.plan().actions().stream()
                .filter(action -> action instanceof PlannedAction.Release)
                .count();
    }
}
