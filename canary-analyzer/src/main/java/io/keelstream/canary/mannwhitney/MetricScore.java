package io.keelstream.canary.mannwhitney;

/**
 * How one metric did. Immutable.
 *
 * @param name of the metric
 * @param label what the test says
 * @param critical whether it makes the score 0
 * @param pValue of the test, NaN without data
 * @param estimate shift of the canary, NaN without data
 * @param low lower end of its interval
 * @param high upper end of its interval
 * @param reason for people; empty for a pass
 */
public record MetricScore(
        String name,
        Label label,
        boolean critical,
        double pValue,
        double estimate,
        double low,
        double high,
        String reason) {

    /** What the test says of a metric. */
    public enum Label {
        /** No bad difference. */
        PASS,
        /** Badly more. */
        HIGH,
        /** Badly less. */
        LOW,
        /** Nothing to compare, and that is allowed: not counted. */
        NODATA,
        /** Nothing to compare, or the metric could not be read: counted as a failure. */
        ERROR
    }
}
