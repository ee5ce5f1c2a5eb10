package io.keelstream.applier.gate;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.audit.Evidence.Judged;
import io.keelstream.contracts.audit.Evidence.Skipped;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.problem.Reason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** On what grounds a release left a state: the verdict on its gate, the decision that was honoured, and what that passed. Pure. */
public final class Grounds {

    private Grounds() {}

    /**
     * The grounds.
     *
     * @param from the state that it left
     * @param analysis what the canary-analyzer says of the target; null where it says nothing
     * @param answer to the decision that led to the next state; null where none did
     */
    public static Evidence of(ReleaseState from, @Nullable Analysis analysis, @Nullable DecisionAnswer answer) {
        Evidence judged = new Evidence(
                List.of(), List.of(), verdict(from, analysis).stream().toList(), List.of());
        return answer == null
                ? judged
                : judged.and(new Evidence(
                        List.of(),
                        List.of(Decided.of(answer)),
                        List.of(),
                        skipped(from, answer).stream().toList()));
    }

    private static Optional<Judged> verdict(ReleaseState from, @Nullable Analysis analysis) {
        TrialPosition at = from.trial();
        IssuedVerdict issued = analysis == null ? null : analysis.issued();
        if (at == null || at.exposure() == null || analysis == null || issued == null) {
            return Optional.empty();
        }
        String id = Gates.analysis(from.release(), at);
        return analysis.request().analysisId().equals(id)
                ? Optional.of(new Judged(id, at.step(), issued.verdict(), issued.issuedAt()))
                : Optional.empty();
    }

    /** What a promotion passed: the window that it waited for, or the verdict that was still to come. */
    private static Optional<Skipped> skipped(ReleaseState from, DecisionAnswer answer) {
        if (answer.decision().kind() != Kind.PROMOTE || !(from instanceof OnTrial trial)) {
            return Optional.empty();
        }
        String position = TrialText.position(from.release().plan(), trial.trial());
        boolean full = answer.decision().named().step() == null;
        if (trial.trial().held(Cause.WINDOW) && !full) {
            return Optional.of(Skipped.of(Reason.WINDOW_CLOSED, position + ": promoted while the windows are closed"));
        }
        boolean asks = new Course(from.release().trial(), trial.trial()).acts();
        boolean passed = trial.trial().held(Cause.APPROVAL) || trial.trial().held(Cause.START);
        return asks && (full || !passed)
                ? Optional.of(Skipped.of(
                        Reason.VERDICT_MISSING,
                        position + ": promoted " + (full ? "in full, without further verdicts" : "without a verdict")))
                : Optional.empty();
    }
}
