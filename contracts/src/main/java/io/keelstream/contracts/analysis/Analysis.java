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
 * <p>Under the key {@code <target>#history} stands the target's latest analysis that ended well, with what it and those before it
 * taught; it outlives releases.
 *
 * @param request the gate that is judged, as it was read first
 * @param times when it was asked for, and last reported on
 * @param evidence what was judged so far; null before the first tick
 * @param look what the latest look at the source showed
 * @param issued the verdict; null while it runs
 * @param traceparent W3C trace context of the request; null without
 * @param history what earlier healthy analyses of the target taught about its noise, in the analyzer's own layout, which names its
 *     version; only under the key of the history
 */
public record Analysis(
        AnalysisRequest request,
        @Inline Times times,
        @Nullable Evidence evidence,
        @Inline Look look,
        @Nullable IssuedVerdict issued,
        @Nullable String traceparent,
        @Nullable String history) {

    /** What is put behind a target's key for the key of its history. */
    private static final String HISTORY = "#history";

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
     * @param blocks what is learned from once the analysis has ended well: counts of both arms per quarter of an hour, in the
     *     analyzer's own layout; null when nothing is learned from it
     */
    public record Evidence(
            long tickMillis,
            Instant from,
            Instant to,
            String judge,
            @Nullable Instant stepAt,
            @Nullable String blocks) {}

    /**
     * What the latest look at the source showed.
     *
     * @param standing how far the analysis is; null before the first look
     * @param problems why something cannot be measured now; empty when all is well
     */
    public record Look(@Nullable AnalysisStanding standing, List<Problem> problems) {

        private static final Look NONE = new Look(null, List.of());

        public Look {
            problems = List.copyOf(problems);
        }
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
        return new Analysis(request, new Times(asked, asked), evidence, Look.NONE, null, traceparent, null);
    }

    /** The key under which a target's history stands. */
    public static String historyKey(String target) {
        return target + HISTORY;
    }

    /** When it was asked for. */
    public Instant startedAt() {
        return times.startedAt();
    }

    /** When an event last said what was measured. */
    public Instant measuredAt() {
        return times.measuredAt();
    }

    /** How far it is; null before the first look. */
    public @Nullable AnalysisStanding standing() {
        return look.standing();
    }

    /** Why something cannot be measured now; empty when all is well. */
    public List<Problem> problems() {
        return look.problems();
    }

    /** The same with what was judged by now. */
    public Analysis judged(@Nullable Evidence now, AnalysisStanding stands, List<Problem> unmeasured) {
        return new Analysis(request, times, now, new Look(stands, unmeasured), issued, traceparent, history);
    }

    /** The same with its verdict. */
    public Analysis concluded(IssuedVerdict verdict) {
        return new Analysis(request, times, evidence, look, verdict, traceparent, history);
    }

    /** The same after an event said what was measured. */
    public Analysis measuredAt(Instant time) {
        return new Analysis(request, new Times(times.startedAt(), time), evidence, look, issued, traceparent, history);
    }

    /** The same with what keeps it from being measured. */
    public Analysis withProblems(List<Problem> other) {
        return new Analysis(request, times, evidence, new Look(standing(), other), issued, traceparent, history);
    }

    /** The same without evidence. */
    public Analysis anew() {
        return new Analysis(request, times, null, look, issued, traceparent, history);
    }

    /** What is left of it when it has ended well: what it and those before it taught. */
    public Analysis taught(String learned) {
        return new Analysis(request, times, null, new Look(standing(), List.of()), issued, null, learned);
    }
}
