package io.keelstream.canary.increments;

import io.keelstream.canary.observations.Arm;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a source had for one metric, by arm. Immutable. */
public sealed interface Samples {

    /** Counters of events and of their total. */
    record OfShares(Map<Arm, List<Series>> events, Map<Arm, List<Series>> total) implements Samples {}

    /** Counters of buckets, with the label {@code le}. */
    record OfHistogram(Map<Arm, List<Series>> buckets) implements Samples {}

    /** Values at the ends of ticks. */
    record OfLevels(Map<Arm, List<Series>> values) implements Samples {}

    /** Every list of series that are added up. */
    default List<List<Series>> lists() {
        return switch (this) {
            case OfShares shares ->
                Stream.of(shares.events(), shares.total())
                        .flatMap(arms -> arms.values().stream())
                        .toList();
            case OfHistogram histogram -> List.copyOf(histogram.buckets().values());
            case OfLevels levels -> List.copyOf(levels.values().values());
        };
    }

    /** Every series that is a counter. */
    default List<Series> counters() {
        return switch (this) {
            case OfShares shares ->
                Stream.of(shares.events(), shares.total())
                        .flatMap(arms -> arms.values().stream())
                        .flatMap(List::stream)
                        .toList();
            case OfHistogram histogram ->
                histogram.buckets().values().stream().flatMap(List::stream).toList();
            case OfLevels levels -> List.of();
        };
    }
}
