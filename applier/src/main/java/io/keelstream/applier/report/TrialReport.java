package io.keelstream.applier.report;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.List;

/** What events say of a trial, in a sentence each. Pure. */
final class TrialReport {

    private TrialReport() {}

    static String of(ReleaseState.Preparing state) {
        Course course = new Course(state.release().trial(), state.trial());
        return "preparing the canary for " + course.step().weight() + " % of the traffic: "
                + course.step().replicas() + " pods of "
                + ObjectReference.parse(course.trial().canary().deployment().reference())
                        .name();
    }

    static String of(ReleaseState.Shifting state) {
        String hold = state.hold();
        if (hold != null) {
            return hold;
        }
        String lost = state.trial().baselineLost();
        return "shifting traffic: " + TrialText.position(state.release().trial(), state.trial())
                + (lost == null ? "" : ", compared with the running pods: " + lost);
    }

    static String of(ReleaseState.Analysing state) {
        String hold = state.hold();
        return hold == null ? "analysing " + TrialText.position(state.release().trial(), state.trial()) : hold;
    }

    static String of(ReleaseState.Restoring state) {
        return "taking the promotion back" + cause(state.causes());
    }

    static String of(ReleaseState.Withdrawing state) {
        return switch (state.step().stage()) {
            case SHIFT ->
                switch (state.step().ending()) {
                    case PROMOTED -> "promoted: the traffic goes back to the workload, which runs the new version";
                    case ROLLED_BACK ->
                        "rolling back: the traffic leaves the canary"
                                + cause(state.step().causes());
                    case SUPERSEDED -> "superseded: the traffic leaves the canary";
                    case UNKNOWN -> "";
                };
            case DRAIN -> "the canary has no traffic any more";
            case DELETE ->
                "deleting the copies of the canary" + cause(state.step().causes());
            case UNKNOWN -> "";
        };
    }

    private static String cause(List<Problem> causes) {
        return causes.isEmpty() ? "" : ": " + causes.getFirst().message();
    }
}
