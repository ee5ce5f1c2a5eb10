package io.keelstream.contracts.analysis;

import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the analysis of a target stands, so that whoever owns it next goes on from there, and the verdict for whoever waits for it.
 * Bounded whatever its length: sufficient statistics, not samples.
 *
 * @param request the gate that is judged, as it was read first
 * @param startedAt when it was asked for
 * @param evidence what was judged so far; null before the first tick
 * @param measuredAt when an event last said what was measured
 * @param standing how far it is; null before the first look
 * @param problems why something cannot be measured now; empty when all is well
 * @param issued the verdict; null while it runs
 * @param traceparent W3C trace context of the request; null without
 */
public record Analysis(
        AnalysisRequest request,
        Instant startedAt,
        @Nullable Evidence evidence,
        Instant measuredAt,
        @Nullable AnalysisStanding standing,
        List<Problem> problems,
        @Nullable IssuedVerdict issued,
        @Nullable String traceparent) {

    /**
     * What was judged so far, earlier steps of the trial included.
     *
     * @param tickMillis length of a tick, the same for all
     * @param from begin of the first tick
     * @param to end of the latest tick: judging goes on from there
     * @param judge the judge's state in the judge's own layout, which names its version
     * @param stepAt when the step began that judging has not reached yet; null when it has
     */
    public record Evidence(
            long tickMillis,
            Instant from,
            Instant to,
            String judge,
            @Nullable Instant stepAt) {}

    public Analysis {
        problems = List.copyOf(problems);
    }

    /** The same with what was judged by now. */
    public Analysis judged(@Nullable Evidence now, AnalysisStanding stands, List<Problem> unmeasured) {
        return new Analysis(request, startedAt, now, measuredAt, stands, unmeasured, issued, traceparent);
    }

    /** The same with its verdict. */
    public Analysis concluded(IssuedVerdict verdict) {
        return new Analysis(request, startedAt, evidence, measuredAt, standing, problems, verdict, traceparent);
    }

    /** The same after an event said what was measured. */
    public Analysis measuredAt(Instant time) {
        return new Analysis(request, startedAt, evidence, time, standing, problems, issued, traceparent);
    }

    /** The same without evidence. */
    public Analysis anew() {
        return new Analysis(request, startedAt, null, measuredAt, standing, problems, issued, traceparent);
    }
}
