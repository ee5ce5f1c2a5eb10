package io.keelstream.contracts.analysis;

import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the analysis of a target stands, so that whoever owns it next goes on from there. Bounded whatever its length:
 * sufficient statistics, not samples.
 *
 * @param subject the analysis
 * @param startedAt when it was asked for: its first tick begins no earlier
 * @param evidence what was judged so far; null before the first tick
 * @param measuredAt when it was told last what was measured
 * @param problems why nothing can be measured now; empty when all is well
 * @param verdict the verdict; null while it runs
 * @param traceparent W3C trace context of the request; null without
 */
public record Analysis(
        AnalysisSubject subject,
        Instant startedAt,
        @Nullable Evidence evidence,
        Instant measuredAt,
        List<Problem> problems,
        @Nullable Verdict verdict,
        @Nullable String traceparent) {

    /**
     * What was judged so far, earlier steps of the deployment included.
     *
     * @param tickMillis length of a tick, the same for all
     * @param from begin of the first tick
     * @param to end of the latest tick
     * @param judge the judge's state in the judge's own layout, which names its version
     */
    public record Evidence(long tickMillis, Instant from, Instant to, String judge) {}

    public Analysis {
        problems = List.copyOf(problems);
    }

    /** The same, told at a time. */
    public Analysis toldAt(Instant time) {
        return new Analysis(subject, startedAt, evidence, time, problems, verdict, traceparent);
    }
}
