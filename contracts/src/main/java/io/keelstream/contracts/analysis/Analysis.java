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
 * @param tickMillis length of a tick, fixed with the first one; null before
 * @param from begin of the first tick; null before it
 * @param to end of the latest tick that was judged; null before the first
 * @param judge the judge's state in the judge's own layout, which names its version; null before the first tick
 * @param measuredAt when it was told last what was measured
 * @param problems why nothing can be measured now; empty when all is well
 * @param verdict the verdict; null while it runs
 */
public record Analysis(
        AnalysisSubject subject,
        Instant startedAt,
        @Nullable Long tickMillis,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String judge,
        Instant measuredAt,
        List<Problem> problems,
        @Nullable Verdict verdict) {

    public Analysis {
        problems = List.copyOf(problems);
    }
}
