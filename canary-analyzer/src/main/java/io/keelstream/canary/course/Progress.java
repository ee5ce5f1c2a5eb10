package io.keelstream.canary.course;

import io.keelstream.canary.verdict.Assessment;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the source changed.
 *
 * @param analysis the state after it
 * @param verdict the verdict that follows; null while it goes on
 * @param ticks how many ticks its evidence rests on
 * @param assessment of that state
 * @param judged how many ticks were judged in this look
 * @param again when to look again; without meaning when it is over
 * @param notes what is worth knowing about what was measured; keeps nothing from ending
 */
public record Progress(
        Analysis analysis,
        @Nullable Verdict verdict,
        long ticks,
        Assessment assessment,
        int judged,
        Instant again,
        List<Problem> notes) {

    /** Whether anything is to be kept. */
    public boolean changes(Analysis before) {
        return judged > 0 || verdict != null || !analysis.problems().equals(before.problems());
    }

    /** Whether what was measured is worth an event by itself: the first, and when problems come or go. */
    public boolean isNotable(Analysis before) {
        return before.evidence() == null || !analysis.problems().equals(before.problems());
    }

    /** The same after an event said what was measured. */
    public Progress measuredAt(Instant time) {
        return with(analysis.measuredAt(time));
    }

    /** The same with its verdict written into the state. */
    public Progress concluded(IssuedVerdict issued) {
        return with(analysis.concluded(issued));
    }

    private Progress with(Analysis after) {
        return new Progress(after, verdict, ticks, assessment, judged, again, notes);
    }
}
