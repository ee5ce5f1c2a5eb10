package io.keelstream.contracts.analysis;

/**
 * An analysis ended without a verdict. An analysis that was started has exactly one end: this or a verdict.
 *
 * @param analysis the analysis
 * @param cause why
 */
public record AnalysisCancelled(AnalysisSubject analysis, Cause cause) {

    /** Why an analysis ends without a verdict. */
    public enum Cause {
        /** Its release waits for it no longer. */
        WITHDRAWN,
        /** Another analysis of the same target took its place. */
        SUPERSEDED,
        UNKNOWN
    }
}
