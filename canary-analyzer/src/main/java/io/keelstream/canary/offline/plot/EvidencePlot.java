package io.keelstream.canary.offline.plot;

import io.keelstream.canary.verdict.Assessment;
import io.keelstream.canary.verdict.Comparison;
import io.keelstream.canary.verdict.MetricAssessment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the assessments of an analysis and draws them: above the evidence of harm with the threshold of a failure,
 * below the evidence for a pass with that of a pass. Not safe for use by several threads.
 */
public final class EvidencePlot {

    private final String title;
    private final double falseAlarm;
    private final double wrongPass;
    private final LineChart.Series combined = new LineChart.Series("all metrics");
    private final Map<String, LineChart.Series> harm = new LinkedHashMap<>();
    private final Map<String, LineChart.Series> pass = new LinkedHashMap<>();

    /**
     * An empty picture.
     *
     * @param title what was analysed
     * @param falseAlarm alpha
     * @param wrongPass beta
     */
    public EvidencePlot(String title, double falseAlarm, double wrongPass) {
        this.title = title;
        this.falseAlarm = falseAlarm;
        this.wrongPass = wrongPass;
    }

    /** Adds a tick. */
    public void add(Assessment assessment) {
        double tick = assessment.tick();
        combined.add(tick, assessment.logE());
        for (MetricAssessment metric : assessment.metrics()) {
            for (Comparison comparison : metric.comparisons()) {
                harm.computeIfAbsent(comparison.name(), LineChart.Series::new).add(tick, comparison.logE());
                pass.computeIfAbsent(comparison.name(), LineChart.Series::new).add(tick, comparison.logPass());
            }
        }
    }

    /** The picture as an SVG document. */
    public String svg() {
        List<LineChart.Series> upper = new ArrayList<>(List.of(combined));
        upper.addAll(harm.values());
        LineChart harmChart = new LineChart(
                title + ": evidence of harm, ln E", upper, StrictMath.log(1 / falseAlarm), "FAIL at ln(1/alpha)");
        LineChart passChart = new LineChart(
                "evidence for a pass, ln(1/p), every line must cross",
                new ArrayList<>(pass.values()),
                StrictMath.log(1 / wrongPass),
                "PASS at ln(1/beta)");
        return LineChart.document(List.of(harmChart, passChart));
    }
}
