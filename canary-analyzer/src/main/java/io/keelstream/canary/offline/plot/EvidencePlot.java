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
    private final LineChart.Axis axis;
    private final LineChart.Series combined = new LineChart.Series("all metrics");
    private final Map<String, LineChart.Series> harm = new LinkedHashMap<>();
    private final Map<String, LineChart.Series> pass = new LinkedHashMap<>();

    /**
     * An empty picture over ticks.
     *
     * @param title what was analysed
     * @param falseAlarm alpha
     * @param wrongPass beta
     */
    public EvidencePlot(String title, double falseAlarm, double wrongPass) {
        this(title, falseAlarm, wrongPass, LineChart.Axis.ticks());
    }

    private EvidencePlot(String title, double falseAlarm, double wrongPass, LineChart.Axis axis) {
        this.title = title;
        this.falseAlarm = falseAlarm;
        this.wrongPass = wrongPass;
        this.axis = axis;
    }

    /** An empty picture over minutes. */
    public static EvidencePlot overMinutes(String title, double falseAlarm, double wrongPass) {
        return new EvidencePlot(title, falseAlarm, wrongPass, LineChart.Axis.minutes());
    }

    /** Adds a tick. */
    public void add(Assessment assessment) {
        double tick = assessment.tick();
        add(tick, assessment.logE());
        for (MetricAssessment metric : assessment.metrics()) {
            for (Comparison comparison : metric.comparisons()) {
                add(tick, comparison.name(), comparison.logE(), comparison.logPass());
            }
        }
    }

    /** Adds the evidence of harm of all metrics; what is not finite is left out. */
    public void add(double at, double logE) {
        combined.add(at, logE);
    }

    /** Adds the evidence of a comparison, likewise. */
    public void add(double at, String comparison, double logE, double logPass) {
        harm.computeIfAbsent(comparison, LineChart.Series::new).add(at, logE);
        pass.computeIfAbsent(comparison, LineChart.Series::new).add(at, logPass);
    }

    /** Marks a place on the axis. */
    public void mark(double at, String text) {
        axis.marks().add(new LineChart.Mark(at, text));
    }

    /** The picture as an SVG document. */
    public String svg() {
        List<LineChart.Series> upper = new ArrayList<>(List.of(combined));
        upper.addAll(harm.values());
        LineChart harmChart = new LineChart(
                title + ": evidence of harm, ln E", upper, StrictMath.log(1 / falseAlarm), "FAIL at ln(1/alpha)", axis);
        LineChart passChart = new LineChart(
                "evidence for a pass, ln(1/p), every line must cross",
                new ArrayList<>(pass.values()),
                StrictMath.log(1 / wrongPass),
                "PASS at ln(1/beta)",
                axis);
        return LineChart.document(List.of(harmChart, passChart));
    }
}
