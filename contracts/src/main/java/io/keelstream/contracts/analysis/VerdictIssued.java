package io.keelstream.contracts.analysis;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An analysis ended with a verdict. At most one per analysis id; an analysis without one is cancelled.
 *
 * @param analysis the analysis
 * @param conclusion the verdict
 * @param findings what it rests on
 * @param problems what could not be measured at the end
 * @param method how it was judged
 */
public record VerdictIssued(
        AnalysisSubject analysis,
        @Inline Conclusion conclusion,
        AnalysisFindings findings,
        List<Problem> problems,
        AnalysisMethod method) {

    public VerdictIssued {
        problems = List.copyOf(problems);
    }

    /**
     * What was concluded.
     *
     * @param verdict the verdict
     * @param reason why, for people
     * @param expiresAt from then on nobody may act on it; null for FAIL, which never expires
     * @param moreTrafficNeeded canary requests that were missing for an even chance of passing; null unless INCONCLUSIVE and
     *     known
     */
    public record Conclusion(
            Verdict verdict,
            String reason,
            @Nullable Instant expiresAt,
            @Nullable Double moreTrafficNeeded) {}

    /** The verdict. */
    public Verdict verdict() {
        return conclusion.verdict();
    }

    /** Why, for people. */
    public String reason() {
        return conclusion.reason();
    }

    /** From then on nobody may act on it; null for FAIL. */
    public @Nullable Instant expiresAt() {
        return conclusion.expiresAt();
    }
}
