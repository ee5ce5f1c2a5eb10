package io.keelstream.applier.gate;

import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.TrialPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the analysis of a target says to a gate. Pure. */
public sealed interface Reading {

    /**
     * No verdict yet, or none for this gate.
     *
     * @param standing how far the analysis is; null before its first look, and when it is another gate's
     */
    record Pending(@Nullable AnalysisStanding standing) implements Reading {}

    /** What the gate needs is given. */
    record Given(IssuedVerdict issued) implements Reading {}

    /** Harm is proven. */
    record Fail(IssuedVerdict issued) implements Reading {}

    /** Nothing was proven in time. */
    record Inconclusive(IssuedVerdict issued) implements Reading {}

    /** Nobody may act on the verdict any more. */
    record Expired(IssuedVerdict issued) implements Reading {}

    /** What the analysis says to the gate of a state; null for one whose canary has no traffic yet, or that has none. */
    static @Nullable Reading of(ReleaseState state, @Nullable Analysis analysis, Instant now) {
        TrialPosition at = state.trial();
        if (at == null || at.exposure() == null) {
            return null;
        }
        return of(analysis, Gates.analysis(state.release(), at), Gates.need(state), now);
    }

    /**
     * Reads the analysis.
     *
     * @param analysis the target's; null without one
     * @param analysisId of the gate; the verdict of any other is ignored
     * @param need of the gate
     */
    static Reading of(@Nullable Analysis analysis, String analysisId, Need need, Instant now) {
        if (analysis == null || !analysis.request().analysisId().equals(analysisId)) {
            return new Pending(null);
        }
        IssuedVerdict issued = analysis.issued();
        if (issued == null) {
            return new Pending(analysis.standing());
        }
        Instant expires = issued.expiresAt();
        boolean expired = expires != null && !now.isBefore(expires);
        return switch (issued.verdict()) {
            case FAIL -> new Fail(issued);
            case PASS -> need == Need.WATCH ? new Pending(analysis.standing()) : given(issued, expired);
            case NO_HARM -> need == Need.NO_HARM ? given(issued, expired) : new Pending(analysis.standing());
            case INCONCLUSIVE ->
                need == Need.WATCH
                        ? new Pending(analysis.standing())
                        : expired ? new Expired(issued) : new Inconclusive(issued);
            case UNKNOWN -> new Pending(analysis.standing());
        };
    }

    private static Reading given(IssuedVerdict issued, boolean expired) {
        return expired ? new Expired(issued) : new Given(issued);
    }
}
