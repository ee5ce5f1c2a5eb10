package io.keelstream.applier.reconcile;

import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.phase.Signal;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.record.Records;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.report.ReadModel;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.tracing.Traces;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one target needs now. Level-triggered: reads the records once, decides, acts, and may be run again at any time. Never
 * runs twice at once for one target; different targets are independent.
 */
final class TargetReconciler {

    private final Records records;
    private final Turns turns;
    private final ApplierContext shared;
    private final ReadModel readModel;
    private final ReleaseRun releases;
    private final Abandonment abandonment;
    private final Acknowledgement acknowledgement;
    private final TrialHandover trialHandover;
    private final Handovers handovers;
    private final DecisionAnswers answers;
    private final Retrial retrial;

    TargetReconciler(OwnedPartition partition, Records records, Turns turns, ApplierContext shared) {
        Traces traces = shared.telemetry().traces();
        TransitionWriter transitions = new TransitionWriter(partition.writer());
        this.records = records;
        this.turns = turns;
        this.shared = shared;
        this.readModel = new ReadModel(partition.writer(), records, shared.clock());
        this.releases = new ReleaseRun(partition, records, shared, transitions, readModel);
        this.abandonment = new Abandonment(transitions, traces, shared.clock());
        this.acknowledgement = new Acknowledgement(transitions, readModel, traces, shared.clock());
        this.trialHandover = new TrialHandover(transitions, readModel, shared);
        this.handovers = new Handovers(partition, shared);
        this.answers = new DecisionAnswers(records, transitions, shared.clock());
        this.retrial = new Retrial(records, transitions, shared.clock());
    }

    /**
     * Does what the target needs now.
     *
     * @param signal raised whenever something about the target changes while this runs
     * @return when the target has to be looked at again, where nothing changes before; null when only changes matter
     */
    @Nullable
    Instant reconcile(String key, Signal signal) throws InterruptedException {
        Known known = records.of(key);
        Instant now = shared.clock().instant();
        if (retrial.judged(key, known)) {
            return now;
        }
        Instant again = null;
        boolean pending = false;
        Decision decision = judgedFirst(
                key,
                Decision.of(
                        key, known, records.pause(key), name -> shared.cluster().apply(name) != null, now));
        if (answers.noted(key, known, decision)) {
            return now;
        }
        if (!(decision instanceof Decision.Start)) {
            releases.nothingBegins(key);
        }
        if (decision instanceof Decision.Withdraw || decision instanceof Decision.Observe) {
            turns.settled(key, known);
        }
        switch (decision) {
            case Decision.Withdraw _ -> {
                return readModel.withdraw(key, known);
            }
            case Decision.Observe _ -> {
                return observed(key, known);
            }
            case Decision.Postpone(Instant until) -> again = until;
            case Decision.Start(Release release) -> {
                boolean begins = turns.mayBegin(key, release);
                again = begins ? releases.start(known, release, signal) : null;
                pending = !records.releasing(key) && (!begins || again != null);
            }
            case Decision.Resume(ReleaseState state) -> again = releases.resume(known, state, signal);
            case Decision.TakeOver(OnTrial running, Release by) -> {
                trialHandover.takeOver(known, running, by, cluster(known));
                again = now;
            }
            case Decision.Abandon _ -> abandonment.abandon(key, known, records.headerOfExecution(key));
            case Decision.Acknowledge(Plan plan) -> acknowledgement.unchanged(key, known, plan, cluster(known));
            case Decision.Forget(Plan plan) -> acknowledgement.forget(key, known, plan);
        }
        // The records are others now.
        Known after = records.of(key);
        if (!pending) {
            turns.settled(key, after);
        }
        return earliest(again, observed(key, after));
    }

    /** What people decided about a deployment is judged before another one takes its place. */
    private Decision judgedFirst(String key, Decision decision) {
        return decision instanceof Decision.TakeOver(OnTrial running, Release _)
                        && records.decisions(key).open().stream()
                                .anyMatch(made -> made.decision().kind() == Kind.PAUSE
                                        || made.about(running.release().deploymentId()))
                ? new Decision.Resume(running)
                : decision;
    }

    private @Nullable Instant observed(String key, Known known) {
        ClusterAccess cluster = cluster(known);
        Instant again = readModel.refresh(key, known, cluster);
        if (known.inventory() != null && cluster != null) {
            handovers.end(key, known.inventory(), cluster);
        }
        return again;
    }

    private @Nullable ClusterAccess cluster(Known known) {
        Inventory inventory = known.inventory();
        Desired desired = known.desired();
        return shared.cluster()
                .apply(inventory != null ? inventory.cluster() : desired != null ? desired.cluster() : "");
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }
}
