package io.keelstream.canary.course;

import io.keelstream.canary.verdict.Assessment;
import io.keelstream.contracts.analysis.Analysis;
import java.time.Instant;

/**
 * What a look at the source changed.
 *
 * @param analysis the state after it, with the verdict when it is over
 * @param ticks how many ticks its evidence rests on
 * @param assessment of that state
 * @param judged how many ticks were judged in this look
 * @param again when to look again; without meaning when it is over
 */
public record Progress(Analysis analysis, long ticks, Assessment assessment, int judged, Instant again) {

    /** Whether anything is to be kept. */
    public boolean news(Analysis before) {
        return judged > 0 || analysis.verdict() != null || !analysis.problems().equals(before.problems());
    }

    /** Whether what was measured is worth an event by itself: the first, and when problems come or go. */
    public boolean worthTelling(Analysis before) {
        return before.evidence() == null || !analysis.problems().equals(before.problems());
    }

    /** The same, told at a time. */
    public Progress toldAt(Instant time) {
        return new Progress(analysis.toldAt(time), ticks, assessment, judged, again);
    }
}
