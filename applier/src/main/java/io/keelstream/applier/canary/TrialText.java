package io.keelstream.applier.canary;

import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people read of a running trial. */
public final class TrialText {

    private static final long MINUTE = 60_000;
    private static final long SECOND = 1_000;

    private TrialText() {}

    /**
     * {@code canary 25 % (step 2 of 3)}, or {@code rehearsal 25 % (step 2 of 3)}.
     *
     * @param plan the running plan, which has the trial
     */
    public static String position(Plan plan, TrialPosition at) {
        return (plan.rehearses() ? "rehearsal " : "canary ") + at.weight() + " % (step " + (at.step() + 1) + " of "
                + trial(plan).steps().size() + ")";
    }

    /**
     * The same with what the analysis has found, as far as it gives figures: {@code canary 25 % (step 2 of 3), evidence of
     * harm 1.2 of 4.6, about 4 min to the next step}. Evidence against harm is 0.
     *
     * @param standing null before the first look
     */
    public static String standing(Plan plan, TrialPosition at, @Nullable AnalysisStanding standing) {
        String text = position(plan, at);
        if (standing == null) {
            return text + ", the analysis begins";
        }
        Course course = new Course(trial(plan), at);
        Double evidence = standing.logE();
        if (evidence != null) {
            text += String.format(
                    Locale.ROOT, ", evidence of harm %.1f of %.1f", Math.max(0, evidence), standing.failAt());
        }
        return text + left(course, standing, course.last() ? end(plan) : "the next step");
    }

    /** Why a trial ended that somebody aborted; {@code how} is e.g. {@code by ada}. */
    public static Problem aborted(Plan plan, String how) {
        return Reason.CANARY_ABORTED.problem(
                (plan.rehearses() ? "the rehearsal" : "the canary") + " was aborted " + how,
                trial(plan).stable().reference());
    }

    /** What the last step leads to. */
    static String end(Plan plan) {
        return plan.rehearses() ? "its end" : "the promotion";
    }

    private static Trial trial(Plan plan) {
        return Objects.requireNonNull(plan.trial(), "the plan has a trial");
    }

    private static String left(Course course, AnalysisStanding standing, String goal) {
        long left = course.step().soakMillis() - standing.countedMillis();
        if (left > 0) {
            return ", about " + duration(left) + " to " + goal;
        }
        Double requests = standing.requestsNeeded();
        return requests != null && requests > 0
                ? ", " + (long) Math.ceil(requests) + " more requests to " + goal
                : ": " + standing.reason();
    }

    /** Minutes, or seconds of less than one. */
    public static String duration(long millis) {
        return millis >= MINUTE ? (millis + MINUTE - 1) / MINUTE + " min" : (millis + SECOND - 1) / SECOND + " s";
    }
}
