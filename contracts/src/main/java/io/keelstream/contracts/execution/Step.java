package io.keelstream.contracts.execution;

import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a release is. A step is complete: with it, the plan and the inventory, another process goes on without knowing
 * anything else.
 *
 * <p>In JSON, {@code kind} says which one it is. A kind that this version does not know is {@link Unknown}: such a release is
 * left to a version that knows it.
 */
public sealed interface Step {

    /** The kind as events write it, e.g. {@code APPLYING}. */
    default String label() {
        return getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /**
     * The objects of a wave are being applied.
     *
     * @param wave the wave
     * @param deadline the wave has to be healthy by then
     * @param trial where the trial stands whose promotion this is; null outside a promotion
     */
    record Applying(int wave, Instant deadline, @Nullable TrialPosition trial) implements Step {}

    /**
     * A wave is applied; its objects have to become healthy.
     *
     * @param wave the wave
     * @param deadline the wave has to be healthy by then
     * @param trial where the trial stands whose promotion this is; null outside a promotion
     */
    record Waiting(int wave, Instant deadline, @Nullable TrialPosition trial) implements Step {}

    /**
     * The copies of a trial are created and become ready for the current step; the traffic stays as it is.
     *
     * @param trial where the trial stands
     * @param deadline they have to be ready by then
     */
    record Preparing(TrialPosition trial, Instant deadline) implements Step {}

    /**
     * The router was asked for a weight, and has to confirm it.
     *
     * @param trial where the trial stands, the new weight included
     * @param since when the weight was written first
     */
    record Shifting(TrialPosition trial, Instant since) implements Step {}

    /**
     * The canary has traffic, and a gate stands.
     *
     * @param trial where the trial stands
     * @param since when the weight was in effect
     */
    record Analysing(TrialPosition trial, Instant since) implements Step {}

    /**
     * A promotion failed: the workload goes back to the version that ran before, while the canary keeps its share.
     *
     * @param trial where the trial stands
     * @param deadline the workload has to be healthy by then
     * @param causes why
     */
    record Restoring(TrialPosition trial, Instant deadline, List<Problem> causes) implements Step {}

    /**
     * The traffic goes back to the workload, then the copies go. After a promotion it goes back in steps: each records the weight that
     * the router was asked for, which only falls.
     *
     * @param trial where the trial stands
     * @param stage how far this is
     * @param since when the stage began
     * @param ending what comes after
     * @param causes why, unless the trial was promoted
     * @param obstacle why the stage takes so long; null while nothing is in its way
     */
    record Withdrawing(
            TrialPosition trial,
            Stage stage,
            Instant since,
            Ending ending,
            List<Problem> causes,
            @Nullable Problem obstacle)
            implements Step {

        /** Whether the copies keep a part of the traffic until the next step back. */
        public boolean inSteps() {
            return stage == Stage.SHIFT && trial.weight() > 0;
        }

        /** Whether nothing spoke against what was on trial. */
        public boolean endsWell() {
            return ending == Ending.PROMOTED || (ending == Ending.REHEARSED && causes.isEmpty());
        }

        /** How far the way back is. */
        public enum Stage {
            /** The weight goes to 0. */
            SHIFT,
            /** Requests that were begun on the copies end. */
            DRAIN,
            /** The routes go back to what Git says, and the copies are deleted. */
            DELETE,
            /** The autoscaler sees the load that came back, before it may scale the workload down again. */
            LOWER,
            UNKNOWN
        }

        /** What comes after a trial. */
        public enum Ending {
            /** The new version serves; the release goes on to its end. */
            PROMOTED,
            /** The release ends ROLLED_BACK, and the trial digest is blocked. */
            ROLLED_BACK,
            /** The rehearsal ends, and nothing is blocked. */
            REHEARSED,
            /** The release ends SUPERSEDED, and nothing is blocked. */
            SUPERSEDED,
            UNKNOWN
        }
    }

    /**
     * The canary is promoted and its copies are gone; the objectives are watched for some time.
     *
     * @param trial where the trial stands
     * @param since when this began
     */
    record Baking(TrialPosition trial, Instant since) implements Step {}

    /**
     * Every wave is healthy; what left Git is being deleted.
     *
     * @param deadline everything has to be gone by then
     * @param obstacle why this takes so long; null while nothing is in its way
     */
    record Pruning(Instant deadline, @Nullable Problem obstacle) implements Step {}

    /**
     * A hook is run.
     *
     * @param run which, and how far it is
     * @param trial where the trial stands that waits for it, or is promoted meanwhile; null without one
     * @param failed how the release ends that failed; null unless this is a hook for that
     */
    record Hooking(
            HookRun run,
            @Nullable TrialPosition trial,
            @Nullable Failed failed) implements Step {

        /**
         * A release that went wrong, before its end.
         *
         * @param outcome how it ends
         * @param status how its execution ends
         * @param problems why
         */
        public record Failed(Outcome outcome, ExecutionStatus status, List<Problem> problems) {

            public Failed {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Everything is done; the health of the whole target decides the outcome. */
    record Settling() implements Step {}

    /**
     * The release ended; nothing runs.
     *
     * @param outcome how it ended
     * @param problems the first of its problems, at most {@value #REMEMBERED}
     */
    record Finished(Outcome outcome, List<Problem> problems) implements Step {

        /** How many problems are kept. */
        public static final int REMEMBERED = 5;

        public Finished {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A step of a newer version, untouched.
     *
     * @param raw the whole step as it was read, {@code kind} included
     */
    record Unknown(Map<String, @Nullable Object> raw) implements Step {

        @Override
        public String label() {
            return String.valueOf(raw.get("kind")).toUpperCase(Locale.ROOT);
        }
    }
}
