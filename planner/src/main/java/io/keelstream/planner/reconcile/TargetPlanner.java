package io.keelstream.planner.reconcile;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.window.Windows;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.canary.Succession;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.dependency.Dependencies;
import io.keelstream.planner.dryrun.ClusterDryRun;
import io.keelstream.planner.dryrun.DryRunResult;
import io.keelstream.planner.ownership.Adoption;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.PlanRequest;
import io.keelstream.planner.policy.RuleJudgement;
import io.keelstream.planner.rollback.Effective;
import io.keelstream.planner.rollback.Pin;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one target: reads its records once, decides, asks its cluster only where something differs, and publishes the
 * plan when it says something new. Level-triggered. One call per target at a time; thread-safe for different targets.
 */
final class TargetPlanner {

    private final OwnedPartition partition;
    private final ClusterViews clusters;
    private final Clock clock;
    private final ClusterDryRun dryRun;
    private final ForgottenTargets forgotten;
    private final PlanPublisher publisher;
    private final PlanOutcome outcome;
    private final KnownGoodBundles knownGood;
    private final Pins pins;
    private final ApprovalDesk approvals;
    private final ReleaseDesk releases;
    private final ReplanDesk replans;
    private final Rehearsals rehearsals;
    private final Actors actors;
    private final RuleDesk rules;
    private final Dependencies dependencies;

    TargetPlanner(
            OwnedPartition partition,
            ClusterViews clusters,
            TargetPlannerSettings settings,
            Dependencies dependencies,
            Traces traces,
            Clock clock) {
        this.partition = partition;
        this.clusters = clusters;
        this.clock = clock;
        this.dryRun = new ClusterDryRun(
                new Adoption(settings.dryRun().adoptManagers()),
                settings.dryRun().masking());
        this.forgotten = new ForgottenTargets(partition, clusters, dryRun);
        this.publisher = new PlanPublisher(partition, traces, clock);
        this.knownGood = new KnownGoodBundles(partition, clock);
        this.rules = new RuleDesk(new RuleJudgement(settings.rules(), settings.lookAgain()), knownGood::find);
        this.outcome = new PlanOutcome(settings, rules, dependencies, clock);
        this.dependencies = dependencies;
        this.actors = settings.actors();
        this.pins = new Pins(partition, actors, clock);
        this.approvals = new ApprovalDesk(partition, clock);
        this.releases = new ReleaseDesk(partition, clock);
        this.replans = new ReplanDesk(partition, clock);
        this.rehearsals = new Rehearsals(partition);
    }

    /**
     * Evaluates, and answers what people decided; returns when to do so again without being woken, empty when only a change matters.
     */
    Optional<Instant> evaluate(String target) throws InterruptedException {
        TargetRecords records = records(target);
        Effective.Lookup kept = digest -> knownGood.find(target, digest);
        pins.judge(records, kept);
        pins.end(records);
        Pin pin = pins.standing(records);
        Evaluation evaluation = decide(records, pin, kept).pinned(pin);
        publisher.publish(records, evaluation.orPinned(pin, records.published()));
        knownGood.keep(records, evaluation.publish() == null ? records.published() : evaluation.publish());
        replans.answer(records, evaluation);
        return approvals.answer(records, evaluation)
                ? Optional.of(clock.instant())
                : Optional.ofNullable(evaluation.again());
    }

    /** The records, once everything is answered that counts for every plan. */
    private TargetRecords records(String target) {
        TargetRecords records = TargetRecords.of(target, partition, actors);
        if (releases.answered(records)) {
            records = TargetRecords.of(target, partition, actors);
        }
        return replans.answered(records) ? TargetRecords.of(target, partition, actors) : records;
    }

    private Evaluation decide(TargetRecords records, @Nullable Pin pin, Effective.Lookup kept)
            throws InterruptedException {
        Instant now = clock.instant();
        try {
            Situation situation = Situation.of(records, clusters::uid, new Situation.Earlier(pin, kept), now);
            if (rehearsals.refused(records, situation, now)) {
                return Evaluation.later(now);
            }
            return switch (situation) {
                case Situation.Silent silent -> Evaluation.NOTHING;
                case Situation.Waiting(Instant until) -> Evaluation.later(until);
                case Situation.Forgotten none -> forget(records, now);
                case Situation.Unreadable(String table, String reason) -> outcome.unreadable(records, table, reason);
                case Situation.Held(Inputs inputs, Problem why) ->
                    outcome.held(
                            inputs.request(own(records.target()), partition.number(), ChangeSet.NONE),
                            why,
                            inputs.approvals(),
                            now);
                case Situation.Overruled(Inputs inputs) ->
                    outcome.overruled(inputs.request(own(records.target()), partition.number(), ChangeSet.NONE), now);
                case Situation.Spared(Inputs inputs) ->
                    outcome.spared(inputs.request(own(records.target()), partition.number(), ChangeSet.NONE), now);
                case Situation.Settled(Inputs inputs, ChangeSet changes) -> {
                    PlanRequest request = inputs.request(own(records.target()), partition.number(), changes);
                    yield outcome.planned(request, Findings.settled(request), inputs, now)
                            .before(inputs.corrections().next());
                }
                case Situation.LeftElsewhere(Inputs inputs, Inventory.FormerCluster former) ->
                    clear(inputs, former, now).before(inputs.corrections().next());
                case Situation.Newer(Inputs inputs, ChangeSet changes, TrialIdentity running) ->
                    newer(inputs, changes, running, now);
                case Situation.Different(Inputs inputs, ChangeSet changes) ->
                    plan(inputs, changes, now).before(inputs.corrections().next());
                case Situation.Rehearsed(Inputs inputs, ChangeSet changes, AskedRehearsal asked) -> {
                    PlanRequest request = inputs.rehearsing(own(records.target()), partition.number(), changes, asked);
                    Evaluation found = rehearsed(inputs, request, now)
                            .letThroughBy(Evidence.of(Evidence.Decided.of(asked.made())));
                    yield rehearsals
                            .answered(records, asked, found, now)
                            .before(inputs.corrections().next())
                            .before(asked.end());
                }
            };
        } catch (RuntimeException fault) {
            Inputs inputs = Inputs.readable(records, now);
            if (inputs == null) {
                throw fault;
            }
            return outcome.internal(
                    inputs.request(own(records.target()), partition.number(), ChangeSet.NONE), fault, now);
        }
    }

    private Evaluation plan(Inputs inputs, ChangeSet changes, Instant now) throws InterruptedException {
        PlanRequest request = inputs.request(own(inputs.target()), partition.number(), changes);
        ClusterView cluster = clusters.get(request.cluster());
        if (cluster == null) {
            return outcome.unknownCluster(request, clusters.names(), now);
        }
        if (alreadyReady(inputs, request, cluster, now)) {
            return outcome.ready(Objects.requireNonNull(inputs.published()), inputs.approvals(), now);
        }
        return outcome.of(request, inputs, dryRun.dryRun(cluster, request, now), now);
    }

    /** The plan of a rehearsal. A cluster that turns out to be another one needs a release first. */
    private Evaluation rehearsed(Inputs inputs, PlanRequest request, Instant now) throws InterruptedException {
        ClusterView cluster = clusters.get(request.cluster());
        if (cluster == null) {
            return outcome.unknownCluster(request, clusters.names(), now);
        }
        if (alreadyReady(inputs, request, cluster, now)) {
            return outcome.ready(Objects.requireNonNull(inputs.published()), inputs.approvals(), now);
        }
        DryRunResult result = dryRun.dryRun(cluster, request, now);
        return result instanceof DryRunResult.Complete(PlanRequest certain, Findings _)
                        && !certain.changes().equals(request.changes())
                ? Evaluation.later(now)
                : outcome.of(request, inputs, result, now);
    }

    /** What takes a running trial over is planned; anything else says what it waits for, and the applier how long. */
    private Evaluation newer(Inputs inputs, ChangeSet changes, TrialIdentity running, Instant now)
            throws InterruptedException {
        PlanRequest request = inputs.request(own(inputs.target()), partition.number(), changes);
        return switch (Succession.of(request.trial(), running)) {
            // What has to run before anything is applied cannot run in the middle of a trial.
            case Succession.TakesOver _ when request.hooks().beginsWithHooks() -> outcome.trialRuns(request, null);
            case Succession.TakesOver _ -> plan(inputs, changes, now);
            case Succession.AnotherTrial(String digest) ->
                outcome.trialRuns(request, new CanaryPlan(digest, null, null));
            case Succession.EndsTrial _ -> outcome.trialRuns(request, null);
        };
    }

    private Evaluation clear(Inputs inputs, Inventory.FormerCluster former, Instant now) throws InterruptedException {
        PlanRequest request = inputs.clearing(own(inputs.target()), partition.number(), former);
        ClusterView cluster = clusters.get(request.cluster());
        if (cluster == null) {
            return outcome.unknownCluster(request, clusters.names(), now);
        }
        if (alreadyReady(inputs, request, cluster, now)) {
            return outcome.ready(Objects.requireNonNull(inputs.published()), inputs.approvals(), now);
        }
        String current = inputs.known().clusterUid();
        return outcome.of(request, inputs, dryRun.dryRunFormer(cluster, request, current, now), now);
    }

    /**
     * Neither Git nor an inventory knows the target. Where live objects have its mark, its records are lost, and the plan says
     * so; otherwise everything of it was removed, and the plan goes as well.
     */
    private Evaluation forget(TargetRecords records, Instant now) throws InterruptedException {
        String target = records.target();
        return switch (forgotten.look(target, records.published(), now)) {
            case ForgottenTargets.Look.Nothing nothing -> outcome.gone(target);
            case ForgottenTargets.Look.Later(Instant at) -> Evaluation.later(at);
            case ForgottenTargets.Look.Unknown unknown -> outcome.unanswered(target, now);
            case ForgottenTargets.Look.Found(PlanRequest request, Findings findings) ->
                outcome.listed(request, findings, now);
        };
    }

    /** The same plan is published already and may run: the applier looks at the live objects itself. */
    private boolean alreadyReady(Inputs inputs, PlanRequest request, ClusterView cluster, Instant now) {
        Plan published = inputs.published();
        return published != null
                && published.state() == Plan.State.READY
                && published.id().equals(request.id())
                && !cluster.stopped()
                && !rules.outdates(published)
                && dependencies.stillSettled(inputs.target(), inputs.desired())
                && new Windows(published.windows()).open(now);
    }

    private OwnerMark own(String target) {
        return new OwnerMark(partition.installation(), target);
    }
}
