package io.keelstream.canary.mannwhitney;

import java.util.Optional;

/**
 * How one metric did. Immutable.
 *
 * @param metric as configured
 * @param label what the test says
 * @param fatal whether it makes the score 0
 * @param test its numbers; empty without data
 * @param effectSize in the measure of the metric, NaN without data
 * @param reason for people; empty for a pass
 */
public record MetricScore(
        ScoredMetric metric, Label label, boolean fatal, Optional<MannWhitney> test, double effectSize, String reason) {

    /** What the test says of a metric. */
    public enum Label {
        /** No bad difference. */
        PASS,
        /** Badly more. */
        HIGH,
        /** Badly less. */
        LOW,
        /** Nothing to compare, and that is allowed: not counted in its groups. */
        NODATA,
        /** Nothing to compare although there must be: counted as a failure. */
        NODATA_FAIL,
        /** Values that cannot be compared: counted as a failure. */
        ERROR
    }

    static MetricScore without(ScoredMetric metric, Label label, String reason) {
        return new MetricScore(metric, label, metric.critical(), Optional.empty(), Double.NaN, reason);
    }
}
