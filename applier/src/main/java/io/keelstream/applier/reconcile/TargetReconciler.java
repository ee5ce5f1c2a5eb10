package io.keelstream.applier.reconcile;

import io.keelstream.applier.inventory.Ledger;
import io.keelstream.applier.phase.Progress;
import io.keelstream.applier.phase.ReleaseContext;
import io.keelstream.applier.phase.ReleaseRunner;
import io.keelstream.applier.phase.Signal;
import io.keelstream.applier.reconcile.Records.Known;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.report.DeploymentReport;
import io.keelstream.applier.write.ObjectRemover;
import io.keelstream.applier.write.ObjectWriter;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.tracing.SpanAttributes;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one target needs now. Level-triggered: reads the records, decides, acts, and may be run again at any time. Never
 * runs twice at once for one target; different targets are independent.
 */
final class TargetReconciler {

    private static final Logger LOG = LoggerFactory.getLogger(TargetReconciler.class);

    private final OwnedPartition partition;
    private final Records records;
    private final ApplierContext shared;
    private final ReadModel readModel;
    private final Function<String, Signal> signals;

    /**
     * What every target of a process shares.
     *
     * @param cluster access by the cluster's name; null for a name the installation does not know
     * @param unsealer null where the installation has no sealing keys
     */
    record ApplierContext(
            Function<String, @Nullable ClusterAccess> cluster,
            @Nullable SecretUnsealer unsealer,
            Telemetry telemetry,
            Clock clock,
            RandomGenerator random) {}

    TargetReconciler(
            OwnedPartition partition, ApplierContext shared, ReadModel readModel, Function<String, Signal> signals) {
        this.partition = partition;
        this.records = new Records(partition);
        this.shared = shared;
        this.readModel = readModel;
        this.signals = signals;
    }

    /** When the target has to be looked at again without news; null when only news matter. */
    @Nullable
    Instant reconcile(String key) throws InterruptedException {
        Known known = records.of(key);
        if (known.empty()) {
            return readModel.withdraw(key, known);
        }
        if (!known.certain()) {
            return readModel.refresh(key, known, accessFor(known));
        }
        Inventory inventory = known.inventory();
        if (inventory != null && inventory.release() != null) {
            resume(key, known, inventory);
            return readModel.refresh(key, records.of(key), accessFor(records.of(key)));
        }
        Plan plan = known.plan();
        Desired desired = known.desired();
        if (plan == null || desired == null || !current(plan, desired, inventory)) {
            return readModel.refresh(key, known, accessFor(known));
        }
        return switch (plan.state()) {
            case READY -> begin(key, known, plan);
            case UNCHANGED -> nothingToDo(key, known, plan, desired);
            case AWAITING_APPROVAL, BLOCKED, FAILED, UNKNOWN -> readModel.refresh(key, known, accessFor(known));
        };
    }

    /** A plan counts only for the newest bundle and for the inventory it was computed on. */
    private static boolean current(Plan plan, Desired desired, @Nullable Inventory inventory) {
        long sequence = inventory == null ? 0 : inventory.sequence();
        return plan.inventorySequence() == sequence && plan.answers(desired) && Release.understood(plan);
    }

    private @Nullable Instant begin(String key, Known known, Plan plan) throws InterruptedException {
        Instant now = shared.clock().instant();
        if (plan.notBefore() != null && plan.notBefore().isAfter(now)) {
            readModel.refresh(key, known, accessFor(known));
            return plan.notBefore();
        }
        ClusterAccess cluster = shared.cluster().apply(plan.cluster());
        if (cluster == null) {
            return readModel.refresh(key, known, null);
        }
        Inventory before = known.inventory();
        String id = Ids.nameBased(key, plan.id()).toString();
        Release release =
                new Release(id, TargetName.parse(key), plan, before == null ? null : before.appliedRevision(), now);
        ReleaseState first = release.begin(now);
        Inventory running = Ledger.start(before, release);
        try (ReleaseSpan span = ReleaseSpan.open(traces(), release, known.planRecord(), null)) {
            accept(key, known, first, running, cluster, span);
            drive(first, running, cluster, false, span);
        }
        return readModel.refresh(key, records.of(key), cluster);
    }

    private void accept(
            String key, Known known, ReleaseState first, Inventory running, ClusterAccess cluster, ReleaseSpan span) {
        Release release = first.release();
        Received<Plan> cause = known.planRecord();
        EventContext context = context(key, release.plan(), cause == null ? null : cause.id(), span.header());
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(EventType.EXECUTION_CHANGED, key, first.execution(), context));
        facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, running, context));
        facts.add(Fact.of(EventType.DEPLOYMENT_STARTED, key, DeploymentReport.started(release), context));
        facts.addAll(readModel.facts(key, known, running, first.execution(), cluster, context));
        new Transitions(partition.writer()).write(key, facts);
        LOG.atInfo()
                .addKeyValue("target", key)
                .addKeyValue("deployment", release.deploymentId())
                .addKeyValue("commit", release.plan().revision().commit())
                .log("Deployment started");
    }

    /** Another process, or an earlier life of this one, began the release: it goes on from what was recorded. */
    private void resume(String key, Known known, Inventory inventory) throws InterruptedException {
        Inventory.RunningRelease running = inventory.release();
        Execution execution = known.execution();
        Plan plan = known.plan();
        if (running == null || (execution != null && execution.step() instanceof Step.Unknown)) {
            return;
        }
        ClusterAccess cluster = plan == null ? null : shared.cluster().apply(plan.cluster());
        if (execution == null || plan == null || !plan.id().equals(running.planId()) || cluster == null) {
            abandon(key, inventory, running, execution, plan);
            return;
        }
        Release release = new Release(
                running.deploymentId(),
                TargetName.parse(key),
                plan,
                execution.accepted().previousRevision(),
                execution.accepted().startedAt());
        String before = records.headerOfExecution(key);
        try (ReleaseSpan span = ReleaseSpan.open(traces(), release, known.planRecord(), before)) {
            drive(resumed(release, execution.step()), inventory, cluster, true, span);
        }
    }

    private ReleaseState resumed(Release release, Step step) {
        return switch (step) {
            case Step.Applying(int wave, Instant deadline) -> new ReleaseState.Applying(release, wave, deadline);
            case Step.Waiting(int wave, Instant deadline) -> new ReleaseState.Applying(release, wave, deadline);
            case Step.Pruning(Instant deadline) ->
                release.waves().isEmpty()
                        ? new ReleaseState.Pruning(release, deadline)
                        : new ReleaseState.Applying(release, release.waves().last(), deadline);
            case Step.Settling settling -> release.begin(shared.clock().instant());
            case Step.Finished finished -> release.begin(shared.clock().instant());
            case Step.Unknown unknown -> throw new IllegalStateException("cannot resume " + unknown.label());
        };
    }

    private void drive(ReleaseState first, Inventory running, ClusterAccess cluster, boolean resumed, ReleaseSpan span)
            throws InterruptedException {
        Release release = first.release();
        String key = release.target().toString();
        Signal signal = signals.apply(key);
        cluster.live().identify(release.plan().clusterUid());
        var client = cluster.client().guardedBy(partition::mayWriteToCluster);
        var context = new ReleaseContext(
                cluster.live(),
                new ObjectWriter(client, cluster.live(), shared.unsealer(), shared.clock()),
                new ObjectRemover(client, cluster.live(), new OwnerMark(partition.installation(), key), shared.clock()),
                new PodsOfWorkload(cluster.client(), shared.clock()),
                new StuckStatefulSets(client, shared.clock()),
                () -> superseded(key, release),
                signal,
                shared.clock());
        var runner = new ReleaseRunner(context, untouched(running, release), resumed);
        Finished finished = runner.run(first, progressTo(key, span));
        finish(finished, running, cluster, runner.progress(), span);
    }

    /** Latest wins: another record than the one that the running release answers takes over at once. */
    private boolean superseded(String key, Release release) {
        Desired desired = records.of(key).desired();
        return desired != null && !release.plan().answers(desired);
    }

    private static Set<String> untouched(Inventory running, Release release) {
        Set<String> untouched = new HashSet<>();
        if (!release.plan().removal() && !Ledger.clearsFormer(running, release)) {
            running.objects().stream()
                    .filter(object -> !object.completed())
                    .map(InventoryObject::reference)
                    .forEach(untouched::add);
            release.plan().actions().stream().map(PlannedAction::reference).forEach(untouched::remove);
        }
        return untouched;
    }

    private ReleaseRunner.Listener progressTo(String key, ReleaseSpan span) {
        return new ReleaseRunner.Listener() {
            @Override
            public void reached(ReleaseState state) {
                span.reached(state);
            }

            @Override
            public void entered(ReleaseState state) {
                progressed(key, state, describe(state), span);
            }

            @Override
            public void did(ReleaseState state, String what) {
                progressed(key, state, what, span);
            }
        };
    }

    /** Every event goes with the state that it tells of, also where that state is the one before. */
    private void progressed(String key, ReleaseState state, String message, ReleaseSpan span) {
        Release release = state.release();
        EventContext context = context(key, release.plan(), null, span.header());
        Execution execution = state.execution();
        partition
                .writer()
                .writeAndWait(List.of(
                        Fact.of(EventType.EXECUTION_CHANGED, key, execution, context),
                        Fact.of(
                                EventType.DEPLOYMENT_PROGRESSED,
                                key,
                                DeploymentReport.progressed(
                                        release, execution.step().label(), wave(state), message),
                                context)));
    }

    private static int wave(ReleaseState state) {
        return switch (state) {
            case ReleaseState.Applying applying -> applying.wave();
            case ReleaseState.Waiting waiting -> waiting.wave();
            case ReleaseState.Pruning pruning ->
                pruning.release().waves().isEmpty()
                        ? 0
                        : pruning.release().waves().last();
            case ReleaseState.Settling settling -> 0;
            case Finished finished -> 0;
        };
    }

    private static String describe(ReleaseState state) {
        return switch (state) {
            case ReleaseState.Applying applying -> "applying wave " + applying.wave();
            case ReleaseState.Pruning pruning ->
                "deleting " + pruning.release().deletions().size() + " objects that left Git";
            case ReleaseState.Waiting waiting -> "waiting for wave " + waiting.wave();
            case ReleaseState.Settling settling -> "looking at the whole target";
            case Finished finished -> finished.outcome().name();
        };
    }

    private void finish(
            Finished finished, Inventory running, ClusterAccess cluster, Progress progress, ReleaseSpan span) {
        Release release = finished.release();
        String key = release.target().toString();
        Instant now = shared.clock().instant();
        Inventory after = Ledger.finish(
                running, finished, progress.outcomes(), progress.unhealthy(), new Ledger.Retry(now, shared.random()));
        EventContext context = context(key, release.plan(), null, span.header());
        Execution execution = finished.execution();
        Fact event = Fact.of(
                EventType.DEPLOYMENT_FINISHED,
                key,
                DeploymentReport.finished(finished, progress.lastApplied(), now),
                context);
        List<Fact> facts = new ArrayList<>();
        Known known = records.of(key);
        if (gone(finished, after)) {
            facts.addAll(readModel.removed(key, release.plan(), released(release), context));
            facts.add(event);
        } else {
            facts.add(Fact.of(EventType.EXECUTION_CHANGED, key, execution, context));
            facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, after, context));
            facts.add(event);
            facts.addAll(readModel.facts(key, known, after, execution, cluster, context));
        }
        new Transitions(partition.writer()).write(key, facts);
        shared.telemetry().meters().finished(finished, now);
        LOG.atInfo()
                .addKeyValue("target", key)
                .addKeyValue("deployment", release.deploymentId())
                .addKeyValue("commit", release.plan().revision().commit())
                .addKeyValue("outcome", finished.outcome())
                .log("Deployment finished");
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

    /** A bundle that differs only in what no cluster sees: it is recorded as applied. */
    private @Nullable Instant nothingToDo(String key, Known known, Plan plan, Desired desired) {
        Inventory inventory = known.inventory();
        boolean nothingLeft = inventory == null
                || (inventory.objects().isEmpty() && inventory.previous().isEmpty());
        if (desired.removed() && nothingLeft && !known.over()) {
            acknowledge(key, known, plan, context -> readModel.removed(key, plan, 0, context));
            return null;
        }
        if (inventory != null
                && !plan.bundleDigest().equals(inventory.appliedBundle())
                && plan.held().isEmpty()) {
            Inventory after = Ledger.applied(inventory, plan);
            acknowledge(key, known, plan, context -> {
                List<Fact> facts = new ArrayList<>();
                facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, after, context));
                facts.addAll(readModel.facts(key, known, after, known.execution(), accessFor(known), context));
                return facts;
            });
        }
        return readModel.refresh(key, records.of(key), accessFor(known));
    }

    private void acknowledge(String key, Known known, Plan plan, Function<EventContext, List<Fact>> facts) {
        try (Stage stage = ReleaseSpan.of(traces(), "acknowledge", key, plan, known.planRecord())
                .open()) {
            EventContext context = context(key, plan, null, stage.traceparent());
            new Transitions(partition.writer()).write(key, facts.apply(context));
        }
    }

    /** The plan of a running release is lost: what it may have done is uncertain, so everything is looked at anew. */
    private void abandon(
            String key,
            Inventory inventory,
            Inventory.RunningRelease running,
            @Nullable Execution execution,
            @Nullable Plan plan) {
        Revision revision = Abandoned.revision(execution, plan);
        try (Stage stage = traces().of("abandon", revision, key)
                .with(SpanAttributes.DEPLOYMENT, running.deploymentId())
                .causedBy(records.headerOfExecution(key))
                .open()) {
            EventContext context = new EventContext(
                    shared.clock().instant(), null, Ids.correlation(key, revision.commit()), stage.traceparent());
            new Transitions(partition.writer()).write(key, Abandoned.facts(key, inventory, execution, plan, context));
            LOG.atWarn()
                    .addKeyValue("target", key)
                    .addKeyValue("deployment", running.deploymentId())
                    .addKeyValue("commit", revision.commit())
                    .log("The plan of a running release is gone; the target is planned anew");
        }
    }

    /** Gives up values that a scaler has taken over from us. */
    void endHandovers(String key) {
        Known known = records.of(key);
        Inventory inventory = known.inventory();
        ClusterAccess cluster = accessFor(known);
        if (inventory == null
                || cluster == null
                || !cluster.live().stopKnown()
                || cluster.live().stopped()) {
            return;
        }
        var client = cluster.client().guardedBy(partition::mayWriteToCluster);
        var writer = new ObjectWriter(client, cluster.live(), shared.unsealer(), shared.clock());
        for (InventoryObject object : inventory.objects()) {
            ObjectReference reference = ObjectReference.parse(object.reference());
            if (cluster.live().handedOver(reference)) {
                writer.endHandover(reference, object.apiVersion());
            }
        }
    }

    private Traces traces() {
        return shared.telemetry().traces();
    }

    private @Nullable ClusterAccess accessFor(Known known) {
        Inventory inventory = known.inventory();
        Desired desired = known.desired();
        String name = inventory != null ? inventory.cluster() : desired != null ? desired.cluster() : "";
        return shared.cluster().apply(name);
    }

    private EventContext context(String key, Plan plan, @Nullable String cause, String header) {
        String correlation = Ids.correlation(key, plan.revision().commit());
        return new EventContext(shared.clock().instant(), cause, correlation, header);
    }
}
