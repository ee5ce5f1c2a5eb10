package io.keelstream.contracts.analysis;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the analysis of a target stands, so that whoever owns it next goes on from there, and the verdict for whoever waits for it.
 * Bounded whatever its length: sufficient statistics, not samples.
 *
 * @param request the gate that is judged, as it was read first
 * @param times when it was asked for, and last reported on
 * @param evidence what was judged so far; null before the first tick
 * @param standing how far it is; null before the first look
 * @param problems why something cannot be measured now; empty when all is well
 * @param issued the verdict; null while it runs
 * @param traceparent W3C trace context of the request; null without
 */
public record Analysis(
        AnalysisRequest request,
        @Inline Times times,
        @Nullable Evidence evidence,
        @Nullable AnalysisStanding standing,
        List<Problem> problems,
        @Nullable IssuedVerdict issued,
        @Nullable String traceparent) {

    /**
     * When an analysis was asked for, and last reported on.
     *
     * @param startedAt when it was asked for
     * @param measuredAt when an event last said what was measured
     */
    public record Times(Instant startedAt, Instant measuredAt) {}

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

    /**
     * At its beginning.
     *
     * @param asked when it was asked for
     * @param evidence of the trial so far; null without
     * @param traceparent of the request; null without
     */
    public static Analysis begun(
            AnalysisRequest request, Instant asked, @Nullable Evidence evidence, @Nullable String traceparent) {
        return new Analysis(request, new Times(asked, asked), evidence, null, List.of(), null, traceparent);
    }

    /** When it was asked for. */
    public Instant startedAt() {
        return times.startedAt();
    }

    /** When an event last said what was measured. */
    public Instant measuredAt() {
        return times.measuredAt();
    }

    /** The same with what was judged by now. */
    public Analysis judged(@Nullable Evidence now, AnalysisStanding stands, List<Problem> unmeasured) {
        return new Analysis(request, times, now, stands, unmeasured, issued, traceparent);
    }

    /** The same with its verdict. */
    public Analysis concluded(IssuedVerdict verdict) {
        return new Analysis(request, times, evidence, standing, problems, verdict, traceparent);
    }

    /** The same after an event said what was measured. */
    public Analysis measuredAt(Instant time) {
        return new Analysis(
                request, new Times(times.startedAt(), time), evidence, standing, problems, issued, traceparent);
    }

    /** The same with what keeps it from being measured. */
    public Analysis withProblems(List<Problem> other) {
        return new Analysis(request, times, evidence, standing, other, issued, traceparent);
    }

    /** The same without evidence. */
    public Analysis anew() {
        return new Analysis(request, times, null, standing, problems, issued, traceparent);
    }
}
