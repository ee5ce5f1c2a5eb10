package io.keelstream.canary.report;

import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.verdict.Assessment;
import io.keelstream.canary.verdict.Comparison;
import io.keelstream.canary.verdict.MetricAssessment;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisFindings;
import io.keelstream.contracts.analysis.ArmComparison;
import io.keelstream.contracts.analysis.ArmCount;
import io.keelstream.contracts.analysis.MetricFinding;
import io.keelstream.contracts.revision.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An assessment as findings; numbers that JSON cannot write are left out. Stateless. */
public final class Findings {

    private Findings() {}

    /**
     * The findings.
     *
     * @param evidence what was judged; null before the first tick
     * @param ticks how many ticks of the analysis were judged
     * @param assessment of the same state
     * @param notes what is worth knowing about the measurements
     */
    public static AnalysisFindings of(
            @Nullable Evidence evidence, long ticks, Assessment assessment, List<Problem> notes) {
        return new AnalysisFindings(
                evidence == null ? null : evidence.from(),
                evidence == null ? null : evidence.to(),
                ticks,
                evidence == null ? null : evidence.tickMillis(),
                finite(assessment.logE()),
                assessment.metrics().stream()
                        .map(metric -> of(metric, assessment.blamed()))
                        .toList(),
                notes);
    }

    private static MetricFinding of(MetricAssessment metric, Set<String> blamed) {
        List<ArmComparison> comparisons = metric.comparisons().stream()
                .map(comparison -> of(comparison, blamed))
                .toList();
        return new MetricFinding(metric.name(), finite(metric.logE()), metric.pending(), comparisons);
    }

    private static ArmComparison of(Comparison comparison, Set<String> blamed) {
        ArmCounts counts = comparison.counts();
        return new ArmComparison(
                comparison.name(),
                new ArmComparison.Ratio(
                        finite(comparison.estimate()), finite(comparison.low()), finite(comparison.high())),
                new ArmComparison.Evidence(finite(comparison.logE()), finite(comparison.logPass())),
                finite(comparison.bound()),
                new ArmCount(counts.baselineEvents(), counts.baselineTotal()),
                new ArmCount(counts.canaryEvents(), counts.canaryTotal()),
                blamed.contains(comparison.name()));
    }

    static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
