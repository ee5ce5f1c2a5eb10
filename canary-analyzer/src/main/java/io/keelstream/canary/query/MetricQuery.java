package io.keelstream.canary.query;

import java.util.List;

/**
 * What one metric asks of the metrics source, for either arm; a template of PromQL, see {@link Template}. Counters are asked
 * for as selectors, not as expressions: their increments are ours, so that no reset and no first error is lost. Immutable.
 */
public sealed interface MetricQuery {

    /**
     * Events among a total.
     *
     * @param events selector of the counters of the events
     * @param total selector of the counters of all, on the same pods
     */
    record Shares(String events, String total) implements MetricQuery {}

    /**
     * A cumulative histogram.
     *
     * @param buckets selector of the counters of its buckets, with the label {@code le}
     */
    record Histogram(String buckets) implements MetricQuery {}

    /**
     * A level.
     *
     * @param expression any expression with one value per pod
     */
    record Levels(String expression) implements MetricQuery {}

    /** Every template in it. */
    default List<String> templates() {
        return switch (this) {
            case Shares shares -> List.of(shares.events(), shares.total());
            case Histogram histogram -> List.of(histogram.buckets());
            case Levels levels -> List.of(levels.expression());
        };
    }
}
