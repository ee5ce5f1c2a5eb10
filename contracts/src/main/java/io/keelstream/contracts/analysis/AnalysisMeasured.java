package io.keelstream.contracts.analysis;

import io.keelstream.contracts.revision.Problem;
import java.util.List;

/**
 * What an analysis has found out so far. Published at intervals, and when its problems change; not for every tick.
 *
 * @param analysis the analysis
 * @param findings what was measured
 * @param reason why there is no verdict yet, for people
 * @param problems why nothing can be measured now; the analysis holds as long as there are any
 */
public record AnalysisMeasured(
        AnalysisSubject analysis, AnalysisFindings findings, String reason, List<Problem> problems) {

    public AnalysisMeasured {
        problems = List.copyOf(problems);
    }
}
