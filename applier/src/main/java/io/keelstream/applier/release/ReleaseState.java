package io.keelstream.applier.release;

import io.keelstream.applier.canary.Course;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a release is. Transitions are the methods; each state offers only those that are possible from it, and every
 * state can end. Waves go up, deleting comes after the last healthy wave, {@link Finished} is final. A state with a trial
 * ends by {@link Withdrawing} alone, so no release ends with traffic on a copy. A state and its {@link Step} say the same:
 * {@link Steps}.
 */
public sealed interface ReleaseState
        permits ReleaseState.Applying,
                ReleaseState.Waiting,
                OnTrial,
                ReleaseState.Restoring,
                Withdrawing,
                ReleaseState.Baking,
                ReleaseState.Pruning,
                Hooking,
                ReleaseState.Settling,
                ReleaseState.Finished {

    Release release();

    /** Where the trial stands; null before it and without one. */
    default @Nullable TrialPosition trial() {
        return null;
    }

    /** What is recorded of the state. */
    default Execution execution() {
        return release().execution(Steps.of(this));
    }

    /** A newer revision took over: nothing more is begun. */
    default ReleaseState superseded(Instant now) {
        TrialPosition trial = trial();
        return trial == null
                ? new Finished(release(), Outcome.SUPERSEDED, ExecutionStatus.CANCELLED, List.of())
                : Withdrawing.begin(release(), trial, Ending.SUPERSEDED, List.of(), now);
    }

    /** The release is not good: objects were refused, or did not become healthy. A promotion is taken back. */
    default ReleaseState failed(ExecutionStatus status, List<Problem> problems, Instant now) {
        TrialPosition trial = trial();
        return trial == null
                ? release().wentWrong(new Finished(release(), Outcome.FAILED, status, problems), now)
                : new Restoring(release(), trial, release().deadline(now), problems);
    }

    /**
     * The objects of a wave are being applied.
     *
     * @param deadline the wave has to be healthy by then
     * @param trial where the trial stands whose promotion this is; null outside a promotion
     */
    record Applying(
            Release release,
            int wave,
            Instant deadline,
            @Nullable TrialPosition trial) implements ReleaseState {

        /** Another run applies all of it again, perhaps long after: its objects have at least half of the time for it. */
        public Applying again(Instant now) {
            Instant half = deadline.minus(release.timeout().dividedBy(2));
            return now.isBefore(half) ? this : new Applying(release, wave, release.deadline(now), trial);
        }

        /** Every object of the wave is applied: its hooks run, or its objects are waited for. */
        public ReleaseState applied(Instant now) {
            return Hooking.in(this, now);
        }
    }

    /**
     * The wave is applied; its objects have to become healthy.
     *
     * @param deadline the wave has to be healthy by then
     * @param trial where the trial stands whose promotion this is; null outside a promotion
     */
    record Waiting(
            Release release,
            int wave,
            Instant deadline,
            @Nullable TrialPosition trial) implements ReleaseState {

        /** Every object of the wave is healthy: the next wave, the trial or its end, deleting, or the end. */
        public ReleaseState healthy(Instant now) {
            return release.next(OptionalInt.of(wave), trial, now);
        }

        /** The cluster does not answer, so nobody knows how the objects are: they have all the time again. */
        public Waiting delayed(Instant now) {
            return new Waiting(release, wave, release.deadline(now), trial);
        }

        /** When the wave began, or its time began anew: what was said of its objects before does not count. */
        public Instant since() {
            return deadline.minus(release.timeout());
        }
    }

    /**
     * The copies of the trial become ready for the current step.
     *
     * @param deadline they have to be ready by then
     */
    record Preparing(Release release, TrialPosition trial, Instant deadline) implements OnTrial {

        /** The copies exist under these uids. */
        public Preparing created(Map<String, String> uids) {
            return new Preparing(release, trial.withUids(uids), deadline);
        }

        /** What stands in the way is not the canary's fault: it has all the time again. */
        public Preparing delayed(Instant now) {
            return new Preparing(release, trial, release.deadline(now));
        }

        /** A person lets the trial begin: the copies have all the time. */
        public Preparing approved(Instant now) {
            return new Preparing(release, trial.withHold(null), release.deadline(now));
        }

        /** The fresh baseline is given up. */
        public Preparing withoutBaseline(String why) {
            return new Preparing(release, trial.withoutBaseline(why), deadline);
        }

        /** The copies are ready: before they get traffic for the first time, hooks test them, and those beside them begin. */
        public ReleaseState prepared(Instant now) {
            return trial.firstShiftAt() != null ? ready(now) : Hooking.before(this, now);
        }

        /** The copies are ready, and tested: the router is asked for the weight of the step. */
        public Shifting ready(Instant now) {
            int weight = new Course(release.trial(), trial).step().weight();
            return new Shifting(release, trial.withWeight(weight).shiftedAt(now), now);
        }
    }

    /**
     * The router was asked for a weight, and has to confirm it.
     *
     * @param since when the weight was written first
     */
    record Shifting(Release release, TrialPosition trial, Instant since) implements OnTrial {

        /** The weight is in effect: the step is judged, unless a person paused it meanwhile. */
        public Analysing shifted(Instant now) {
            TrialPosition confirmed = trial.held(Cause.ROUTER) ? trial.withHold(null) : trial;
            return new Analysing(release, confirmed.nextRound(), now);
        }
    }

    /**
     * The canary has traffic, and a gate stands.
     *
     * @param since when the weight was in effect
     */
    record Analysing(Release release, TrialPosition trial, Instant since) implements OnTrial {

        /** The same is asked again. */
        public Analysing again() {
            return new Analysing(release, trial.nextRound(), since);
        }

        /** The step is over: the next one, or the promotion after the last. */
        public ReleaseState advance(Instant now) {
            return new Course(release.trial(), trial).last()
                    ? promoted(now)
                    : new Preparing(
                            release,
                            trial.withHold(null).withStep(trial.step() + 1).nextRound(),
                            release.deadline(now));
        }

        /** A person ends the step. */
        public ReleaseState passed(Instant now) {
            return new Analysing(release, trial.releasedAt(now), since).advance(now);
        }

        /** Nobody sees what the canary does: its weight goes back to that of the first step, where it is greater. */
        public Shifting retreated(Instant now) {
            int first = release.trial().steps().getFirst().weight();
            int weight = Math.min(trial.weight(), first);
            return reweighted(0, weight, withoutItsEnd(), now);
        }
    }

    /**
     * A promotion failed: the workload goes back to the version that ran before.
     *
     * @param deadline the workload has to be healthy by then
     * @param causes why
     */
    record Restoring(Release release, TrialPosition trial, Instant deadline, List<Problem> causes)
            implements ReleaseState {

        public Restoring {
            causes = List.copyOf(causes);
        }

        /** The cluster takes no writes: the workload has all the time again. */
        public Restoring delayed(Instant now) {
            return new Restoring(release, trial, release.deadline(now), causes);
        }

        /** The version before runs again, or does not come back; {@code more} says what else went wrong. */
        public Withdrawing restored(List<Problem> more, Instant now) {
            List<Problem> all = Stream.concat(causes.stream(), more.stream()).toList();
            return Withdrawing.begin(release, trial, Ending.ROLLED_BACK, all, now);
        }
    }

    /**
     * The canary is promoted, and its copies are gone. What left Git is still there, should the version before be needed.
     *
     * @param since when this began
     */
    record Baking(Release release, TrialPosition trial, Instant since) implements ReleaseState {

        /** No objective was missed. */
        public ReleaseState baked(Instant now) {
            return release.afterWaves(now);
        }

        @Override
        public ReleaseState superseded(Instant now) {
            return new Finished(release, Outcome.SUPERSEDED, ExecutionStatus.CANCELLED, List.of());
        }
    }

    /**
     * What left Git is being deleted.
     *
     * @param deadline everything has to be gone by then
     * @param obstacle why this takes so long; null while nothing is in its way
     */
    record Pruning(
            Release release, Instant deadline, @Nullable Problem obstacle) implements ReleaseState {

        /** The same, where this is in the way, or nothing is. What only says the same in other words is not noted again. */
        public Pruning hindered(@Nullable Problem by) {
            return Obstacle.same(by, obstacle) ? this : new Pruning(release, deadline, by);
        }

        /** Everything is gone. */
        public ReleaseState pruned(Instant now) {
            return release.afterPruning(now);
        }
    }

    /** Everything is done; what is left is to look at the whole target. */
    record Settling(Release release) implements ReleaseState {

        /** The outcome: objects this release did not touch can only make it DEGRADED. */
        public Finished settled(boolean everythingHealthy, List<Problem> problems) {
            Outcome outcome =
                    release.plan().removal() ? Outcome.REMOVED : everythingHealthy ? Outcome.HEALTHY : Outcome.DEGRADED;
            return new Finished(release, outcome, ExecutionStatus.SUCCEEDED, problems);
        }
    }

    /** The end. */
    record Finished(Release release, Outcome outcome, ExecutionStatus status, List<Problem> problems)
            implements ReleaseState {

        public Finished {
            problems = List.copyOf(problems);
        }
    }
}
