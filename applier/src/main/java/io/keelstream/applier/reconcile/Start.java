package io.keelstream.applier.reconcile;

import io.keelstream.applier.journal.ReleaseJournal;
import io.keelstream.applier.journal.ReleaseSpan;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.notice.Notice;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.report.DeploymentMeters;
import io.keelstream.applier.report.DeploymentReport;
import io.keelstream.applier.report.ReadModel;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction that accepts a plan: from now on the release runs. It copies the plan, so that whatever the planner writes
 * meanwhile, the release continues with the one that was accepted. Thread-safe.
 */
final class Start {

    private static final Logger LOG = LoggerFactory.getLogger(Start.class);

    private final TransitionWriter transitions;
    private final ReadModel readModel;
    private final DeploymentMeters meters;
    private final Clock clock;

    Start(TransitionWriter transitions, ReadModel readModel, DeploymentMeters meters, Clock clock) {
        this.transitions = transitions;
        this.readModel = readModel;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Accepts the plan; the journal of the release.
     *
     * @param running the inventory with the release running
     * @param notices what the journal is given
     */
    ReleaseJournal accept(
            Known known,
            ReleaseState first,
            Inventory running,
            ClusterAccess cluster,
            ReleaseSpan span,
            Consumer<List<Notice>> notices) {
        Release release = first.release();
        String key = release.target().toString();
        Execution execution = first.execution();
        Received<?> cause = known.planRecord();
        EventContext context = new EventContext(
                clock.instant(),
                cause == null ? null : cause.id(),
                Ids.correlation(key, release.plan().revision().commit()),
                span.header());
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(EventType.EXECUTION_CHANGED, key, execution, context));
        facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, running, context));
        facts.add(Fact.of(EventType.RUNNING_CHANGED, key, release.plan(), context));
        facts.add(Fact.of(EventType.DEPLOYMENT_STARTED, key, DeploymentReport.started(release), context));
        facts.addAll(readModel.facts(key, known.accepted(release.plan(), running, execution), cluster, context));
        transitions.write(key, facts);
        LOG.atInfo()
                .addKeyValue("target", key)
                .addKeyValue("deployment", release.deploymentId())
                .addKeyValue("commit", release.plan().revision().commit())
                .log("Deployment started");
        return new ReleaseJournal(transitions, span, meters, clock, notices, execution, running);
    }
}
