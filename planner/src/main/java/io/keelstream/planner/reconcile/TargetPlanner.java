package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.change.Changes;
import io.keelstream.planner.change.Corrections;
import io.keelstream.planner.dryrun.ClusterDryRun;
import io.keelstream.planner.dryrun.ClusterView;
import io.keelstream.planner.dryrun.DryRunResult;
import io.keelstream.planner.ownership.Adoption;
import io.keelstream.planner.plan.Assembly;
import io.keelstream.planner.plan.Basis;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.Publication;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one target: reads its records, asks its cluster only where something differs, and publishes the plan when it
 * tells something new. Level-triggered: it never matters why it was called. One call per target at a time; thread-safe for
 * different targets.
 */
final class TargetPlanner {

    private final OwnedPartition partition;
    private final ClusterViews clusters;
    private final TargetPlannerSettings settings;
    private final Clock clock;
    private final PlanSpans spans;
    private final ClusterDryRun dryRun;
    private final UnreachableBackoff unreachable = new UnreachableBackoff();
    private final ForgottenTargets forgotten;
    private final PlanWriter writer;
    private final Table<Desired> desired;
    private final Table<Inventory> inventories;
    private final Table<Plan> plans;
    private final Table<DriftState> drifts;

    TargetPlanner(
            OwnedPartition partition,
            ClusterViews clusters,
            TargetPlannerSettings settings,
            Traces traces,
            Clock clock) {
        this.partition = partition;
        this.clusters = clusters;
        this.settings = settings;
        this.clock = clock;
        this.spans = new PlanSpans(traces);
        this.dryRun = new ClusterDryRun(
                new Adoption(settings.dryRun().adoptManagers()),
                settings.dryRun().masking());
        this.forgotten = new ForgottenTargets(partition, clusters, dryRun);
        this.writer = new PlanWriter(partition);
        this.desired = partition.table(Topic.DESIRED, Desired.class);
        this.inventories = partition.table(Topic.INVENTORY, Inventory.class);
        this.plans = partition.table(Topic.PLAN, Plan.class);
        this.drifts = partition.table(Topic.DRIFTED, DriftState.class);
    }

    /**
     * Evaluates.
     *
     * @return when to evaluate again without being woken; empty when only a change matters
     */
    Optional<Instant> evaluate(String target) throws InterruptedException {
        Plan published =
                plans.get(target) instanceof Entry.Present<Plan>(Received<Plan> received) ? received.payload() : null;
        Entry<Desired> wanted = desired.get(target);
        Entry<Inventory> applied = inventories.get(target);
        if (wanted == null) {
            return forget(target, published, applied);
        }
        if (applied instanceof Entry.Unreadable<Inventory>(String key, String reason)) {
            return unreadable(target, published, "inventory", reason);
        }
        Inventory inventory =
                applied instanceof Entry.Present<Inventory>(Received<Inventory> received) ? received.payload() : null;
        if (inventory != null && inventory.release() != null) {
            return Optional.empty();
        }
        if (wanted instanceof Entry.Unreadable<Desired>(String key, String reason)) {
            return unreadable(target, published, "desired", reason);
        }
        Corrections corrections = corrections(target, inventory);
        Inputs inputs =
                new Inputs(target, ((Entry.Present<Desired>) wanted).received(), inventory, published, corrections);
        try {
            return earliest(plan(inputs), corrections.next());
        } catch (IllegalArgumentException e) {
            return unreadable(target, published, "desired", String.valueOf(e.getMessage()));
        }
    }

    /** Drift that cannot be read is not corrected; the detector judges again and writes what it finds. */
    private Corrections corrections(String target, @Nullable Inventory inventory) {
        return inventory != null
                        && drifts.get(target) instanceof Entry.Present<DriftState>(Received<DriftState> received)
                ? Corrections.due(received.payload(), inventory.sequence(), clock.instant())
                : Corrections.NONE;
    }

    private static Optional<Instant> earliest(Optional<Instant> one, @Nullable Instant other) {
        return other == null || one.filter(time -> time.isBefore(other)).isPresent() ? one : Optional.of(other);
    }

    private Optional<Instant> plan(Inputs inputs) throws InterruptedException {
        Instant now = clock.instant();
        Instant due = inputs.notBefore();
        if (due != null && due.isAfter(now)) {
            return Optional.of(due);
        }
        ClusterView cluster = clusters.get(inputs.desired().cluster());
        ChangeSet changes = Changes.of(inputs.desired(), inputs.applied());
        boolean replaced = cluster != null && replaced(inputs, cluster);
        if (changes.isEmpty() && !replaced && !inputs.forgotten()) {
            Inventory.FormerCluster former = inputs.toClear();
            return former == null ? nothingToDo(inputs, changes, now) : clear(inputs, former, now);
        }
        Basis basis = basis(inputs, inputs.desired().cluster());
        if (alreadyReady(inputs, basis, cluster)) {
            return Optional.empty();
        }
        if (cluster == null) {
            return unknownCluster(inputs, basis, inputs.desired().cluster(), now);
        }
        return publish(inputs, basis, dryRun.dryRun(cluster, question(inputs), now), now);
    }

    private Optional<Instant> clear(Inputs inputs, Inventory.FormerCluster former, Instant now)
            throws InterruptedException {
        Basis basis = new Basis(
                inputs.target(),
                PlanIds.of(inputs, Plan.Mode.CLEAR_FORMER_CLUSTER),
                inputs.desired(),
                former.cluster(),
                former.objects(),
                inputs.sequence(),
                inputs.attempt(),
                Plan.Trigger.REVISION);
        ClusterView cluster = clusters.get(former.cluster());
        if (alreadyReady(inputs, basis, cluster)) {
            return Optional.empty();
        }
        if (cluster == null) {
            return unknownCluster(inputs, basis, former.cluster(), now);
        }
        ClusterDryRun.PlanRequest question = new ClusterDryRun.PlanRequest(
                own(inputs.target()),
                partition.number(),
                inputs.desired(),
                former.objects(),
                former.clusterUid(),
                true);
        return publish(inputs, basis, dryRun.dryRunFormer(cluster, question, inputs.appliedUid(), now), now);
    }

    private Optional<Instant> nothingToDo(Inputs inputs, ChangeSet changes, Instant now) {
        unreachable.answered(inputs.target());
        Basis basis = basis(inputs, inputs.desired().cluster());
        Plan plan = Assembly.of(basis, Findings.nothing(changes.unchanged(), changes.warnings()), now, now);
        publishIfNews(inputs, plan);
        return Optional.empty();
    }

    private Optional<Instant> publish(Inputs inputs, Basis basis, DryRunResult dryRun, Instant started) {
        return switch (dryRun) {
            case DryRunResult.Unreachable(String why) -> waitForAnswer(inputs, basis, why, started);
            case DryRunResult.Complete(Findings findings) -> {
                unreachable.answered(inputs.target());
                Plan plan = Assembly.of(basis, findings, started, clock.instant());
                publishIfNews(inputs, plan);
                yield Optional.ofNullable(again(plan, findings));
            }
        };
    }

    /** When a published plan is worth another look although none of its records changed. */
    private @Nullable Instant again(Plan plan, Findings findings) {
        Instant holdEnds = HoldEnds.first(findings);
        Instant again = switch (plan.state()) {
            case READY, UNCHANGED, UNKNOWN -> null;
            case FAILED -> plan.notBefore();
            case BLOCKED, AWAITING_APPROVAL -> clock.instant().plus(settings.lookAgain());
        };
        return again == null || (holdEnds != null && holdEnds.isBefore(again)) ? holdEnds : again;
    }

    /** A dry run gives up after the client's whole budget, so what it waited counts. */
    private Optional<Instant> waitForAnswer(Inputs inputs, Basis basis, String why, Instant started) {
        Instant now = clock.instant();
        Instant since = unreachable.failed(inputs.target(), started);
        Instant tell = since.plus(settings.unreachableAfter());
        if (tell.isAfter(now)) {
            Instant again = unreachable.again(inputs.target(), now);
            return Optional.of(again.isBefore(tell) ? again : tell);
        }
        Plan published = inputs.published();
        Plan plan = ProblemPlans.plan(
                basis,
                State.BLOCKED,
                Reason.CLUSTER_UNREACHABLE.problem(
                        "cluster " + basis.cluster() + " gives no usable answer; planning goes on when it does: " + why,
                        null),
                now);
        boolean told = published != null
                && published.id().equals(plan.id())
                && published.problems().stream().anyMatch(Reason.CLUSTER_UNREACHABLE::is);
        if (!told) {
            publishIfNews(inputs, plan);
        }
        return Optional.of(unreachable.again(inputs.target(), now));
    }

    private Optional<Instant> unknownCluster(Inputs inputs, Basis basis, String cluster, Instant now) {
        publishIfNews(
                inputs,
                ProblemPlans.plan(
                        basis,
                        State.BLOCKED,
                        Reason.UNKNOWN_CLUSTER.problem(
                                "the installation has no cluster '" + cluster + "'; it has " + clusters.names()
                                        + ": mend the target's cluster, or add it to keelstream.clusters",
                                null),
                        now));
        return Optional.empty();
    }

    private Optional<Instant> unreadable(String target, @Nullable Plan published, String table, String reason) {
        Instant now = clock.instant();
        Plan plan = ProblemPlans.unreadable(
                PlanIds.unreadable(target, table + ": " + reason),
                published,
                Reason.POISON_EVENT.problem(
                        "the record in " + table + " cannot be read, so nothing is planned until a readable one"
                                + " replaces it: " + reason,
                        target),
                now);
        if (Publication.needed(published, plan, null)) {
            writer.write(target, plan, EventContext.at(now));
        }
        return Optional.empty();
    }

    /**
     * Neither Git nor an inventory knows the target. Where its mark stands on live objects, its records are lost, and the
     * plan says so; otherwise everything of it was removed, and the plan goes as well.
     */
    private Optional<Instant> forget(String target, @Nullable Plan published, @Nullable Entry<Inventory> applied)
            throws InterruptedException {
        if (applied != null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        switch (forgotten.look(target, published, now)) {
            case ForgottenTargets.Look.Nothing nothing -> withdraw(target, published);
            case ForgottenTargets.Look.Later(Instant at) -> {
                return Optional.of(at);
            }
            case ForgottenTargets.Look.Unknown unknown -> {
                unreachable.failed(target, now);
                return Optional.of(unreachable.again(target, now));
            }
            case ForgottenTargets.Look.Found(Plan plan) -> {
                unreachable.answered(target);
                if (Publication.needed(published, plan, null)) {
                    writer.write(target, plan, EventContext.at(now));
                }
                return Optional.of(now.plus(settings.lookAgain()));
            }
        }
        return Optional.empty();
    }

    private void withdraw(String target, @Nullable Plan published) {
        unreachable.answered(target);
        if (published != null) {
            partition
                    .writer()
                    .writeAndWait(
                            List.of(Fact.tombstone(EventType.PLAN_CHANGED, target, EventContext.at(clock.instant()))));
        }
    }

    /** The same plan stands already and may run: what is live matters no more, the applier looks for itself. */
    private static boolean alreadyReady(Inputs inputs, Basis basis, @Nullable ClusterView cluster) {
        Plan published = inputs.published();
        return published != null
                && published.state() == State.READY
                && published.id().equals(basis.id())
                && cluster != null
                && !cluster.stopped();
    }

    private static boolean replaced(Inputs inputs, ClusterView cluster) {
        String uid = cluster.uid();
        return uid != null
                && inputs.appliedUid() != null
                && !inputs.applied().isEmpty()
                && !uid.equals(inputs.appliedUid());
    }

    private ClusterDryRun.PlanRequest question(Inputs inputs) {
        return new ClusterDryRun.PlanRequest(
                own(inputs.target()),
                partition.number(),
                inputs.desired(),
                inputs.applied(),
                inputs.appliedUid(),
                !inputs.forgotten());
    }

    private OwnerMark own(String target) {
        return new OwnerMark(partition.installation(), target);
    }

    private static Basis basis(Inputs inputs, String cluster) {
        return new Basis(
                inputs.target(),
                PlanIds.of(inputs, Basis.mode(inputs.desired(), cluster)),
                inputs.desired(),
                cluster,
                inputs.applied(),
                inputs.sequence(),
                inputs.attempt(),
                trigger(inputs));
    }

    /** Drift is the trigger where nothing else is to be done. */
    private static Plan.Trigger trigger(Inputs inputs) {
        boolean drift = !inputs.corrections().objects().isEmpty()
                && Changes.of(inputs.desired(), inputs.known()).isEmpty();
        return drift ? Plan.Trigger.DRIFT : Plan.Trigger.REVISION;
    }

    /** A published plan that cannot be read is replaced, whatever the new one says. */
    private void publishIfNews(Inputs inputs, Plan plan) {
        boolean broken = plans.get(inputs.target()) instanceof Entry.Unreadable<Plan>;
        if (broken || Publication.needed(inputs.published(), plan, inputs.appliedBundle())) {
            if (plan.trigger() == Plan.Trigger.DRIFT
                    && drifts.get(inputs.target()) instanceof Entry.Present<DriftState>(Received<DriftState> drift)) {
                publish(inputs.target(), plan, Topic.DRIFTED, drift);
            } else {
                publish(inputs.target(), plan, Topic.DESIRED, inputs.desiredRecord());
            }
        }
    }

    /** Writes a plan that follows from a record. */
    private void publish(String target, Plan plan, Topic topic, Received<?> cause) {
        try (Stage stage = spans.open(target, plan, topic, cause)) {
            String correlation = Ids.correlation(target, plan.revision().commit());
            writer.write(target, plan, new EventContext(clock.instant(), cause.id(), correlation, stage.traceparent()));
        }
    }
}
