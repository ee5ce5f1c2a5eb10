package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.revision.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a plan says of a canary release. */
public sealed interface CanaryDecision {

    /** The policy asks for none, or the plan is no release. */
    record None() implements CanaryDecision {}

    /**
     * Released without a trial.
     *
     * @param digest the trial digest
     * @param reason why, for people; null where what a trial compares does not change
     * @param waived whether it would be put on trial, if a person had not had it released without one
     */
    record Ordinary(String digest, @Nullable String reason, boolean waived) implements CanaryDecision {

        /** One that no trial is for. */
        public Ordinary(String digest, @Nullable String reason) {
            this(digest, reason, false);
        }
    }

    /**
     * Put on trial.
     *
     * @param digest the trial digest
     * @param trial everything but what is applied first, which follows from the plan's actions
     * @param subject the workload
     * @param warnings worth knowing
     */
    record OnTrial(String digest, Trial trial, Workload subject, List<Problem> warnings) implements CanaryDecision {

        public OnTrial {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Goes on with the trial that runs.
     *
     * @param running that trial
     */
    record TakesOver(TrialIdentity running) implements CanaryDecision {}

    /** Something outside the server stands in the way of a trial. */
    record Blocked(List<Problem> problems) implements CanaryDecision {

        public Blocked {
            problems = List.copyOf(problems);
        }
    }

    /** The server refuses what the trial would write. */
    record Refused(List<Problem> problems) implements CanaryDecision {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
