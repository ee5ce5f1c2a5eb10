package io.keelstream.canary.increments;

import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Cuts ticks out of samples. What a tick says depends on the samples of its {@link TickAxis#window window} alone, so that it
 * does not matter how many ticks are read at once. Immutable.
 */
public final class TickCutter {

    /** Fractions of increments add up to a little more than the whole at times. */
    private static final double ROUNDING = 1e-9;

    private final TickAxis axis;
    private final Map<Arm, Long> started;

    /**
     * @param axis the analysis' ticks
     * @param started when the oldest pod of each arm was created, milliseconds since 1970
     */
    public TickCutter(TickAxis axis, Map<Arm, Long> started) {
        this.axis = axis;
        this.started = Map.copyOf(started);
    }

    /**
     * One tick.
     *
     * @param number its number
     * @param metrics metric name to samples, reaching back {@link TickAxis#LOOKBACK_MILLIS} before the tick
     */
    public Tick cut(long number, Map<String, Samples> metrics) {
        SortedMap<String, MetricTick> ticks = new TreeMap<>();
        metrics.forEach((name, samples) -> {
            MetricTick tick = cut(number, samples);
            if (!tick.baseline().isEmpty() || !tick.canary().isEmpty()) {
                ticks.put(name, tick);
            }
        });
        return new Tick(number, ticks);
    }

    /**
     * The metrics of which several scrapes cover one pod in a tick, with those pods.
     *
     * @param number the tick's number
     * @param metrics as for {@link #cut}
     */
    public SortedMap<String, Doubled> doubled(long number, Map<String, Samples> metrics) {
        SortedMap<String, Doubled> found = new TreeMap<>();
        metrics.forEach((name, samples) -> {
            SortedMap<String, String> once = new TreeMap<>();
            SortedMap<String, String> contradicted = new TreeMap<>();
            PodAddresses addresses = addresses(samples, number);
            for (List<Series> each : samples.lists()) {
                ScrapedOnce scraped = samples instanceof Samples.OfLevels
                        ? ScrapedOnce.ofLevels(addresses.named(each))
                        : ScrapedOnce.of(addresses.named(within(axis.window(number), each)));
                once.putAll(scraped.doubled());
                contradicted.putAll(scraped.contradicted());
            }
            if (!once.isEmpty() || !contradicted.isEmpty()) {
                found.put(name, new Doubled(once, contradicted));
            }
        });
        return found;
    }

    /** Who had which address in the tick and those beside it: a later pod may have that of an earlier one. */
    private PodAddresses addresses(Samples samples, long number) {
        Span near = new Span(axis.span(number - 1).from(), axis.span(number + 1).to());
        return new PodAddresses(samples.lists().stream()
                .map(each -> samples instanceof Samples.OfLevels ? each : within(near, each))
                .toList());
    }

    private static List<Series> within(Span window, List<Series> series) {
        return series.stream()
                .map(each -> each.within(window))
                .filter(each -> !each.samples().isEmpty())
                .toList();
    }

    private MetricTick cut(long number, Samples samples) {
        return switch (samples) {
            case Samples.OfShares shares -> {
                Grown grown = new Grown(number, shares);
                yield both(arm -> counts(
                        grown.by(arm, shares.events(), Series::pod), grown.by(arm, shares.total(), Series::pod)));
            }
            case Samples.OfHistogram histogram -> {
                Grown grown = new Grown(number, histogram);
                yield both(arm -> buckets(grown, arm, histogram.buckets()));
            }
            case Samples.OfLevels levels -> {
                PodAddresses addresses = addresses(levels, number);
                yield both(arm -> levels(
                        axis.span(number).to(), addresses.named(levels.values().getOrDefault(arm, List.of()))));
            }
        };
    }

    private static MetricTick both(Function<Arm, SortedMap<String, Reading>> arms) {
        return new MetricTick(arms.apply(Arm.BASELINE), arms.apply(Arm.CANARY));
    }

    private static SortedMap<String, Reading> counts(
            SortedMap<String, Double> events, SortedMap<String, Double> total) {
        SortedMap<String, Reading> readings = new TreeMap<>();
        total.forEach((pod, all) -> {
            double some = events.getOrDefault(pod, 0.0);
            double rounded = some > all && some <= all * (1 + ROUNDING) ? all : some;
            if (Counts.isUsable(rounded, all)) {
                readings.put(pod, new Counts(rounded, all));
            }
        });
        return readings;
    }

    private static SortedMap<String, Reading> buckets(Grown grown, Arm arm, Map<Arm, List<Series>> series) {
        SortedMap<String, SortedMap<Double, Double>> pods = new TreeMap<>();
        grown.by(arm, series, each -> each.pod() + "\n" + each.labels().getOrDefault("le", ""))
                .forEach((place, count) -> {
                    int end = place.indexOf('\n');
                    bound(place.substring(end + 1))
                            .ifPresent(bound -> pods.computeIfAbsent(place.substring(0, end), pod -> new TreeMap<>())
                                    .put(bound, count));
                });
        SortedMap<String, Reading> readings = new TreeMap<>();
        pods.forEach((pod, bounds) -> readings.put(pod, new Buckets(rising(bounds))));
        return readings;
    }

    /** Rounding must not make a cumulative count fall. */
    private static SortedMap<Double, Double> rising(SortedMap<Double, Double> counts) {
        SortedMap<Double, Double> rising = new TreeMap<>();
        double most = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            most = Math.max(most, bucket.getValue());
            rising.put(bucket.getKey(), most);
        }
        return rising;
    }

    private static OptionalDouble bound(String le) {
        try {
            return OptionalDouble.of(le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le));
        } catch (NumberFormatException notABound) {
            return OptionalDouble.empty();
        }
    }

    private static SortedMap<String, Reading> levels(long atMillis, List<Series> series) {
        SortedMap<String, List<Double>> values = new TreeMap<>();
        for (Series each : ScrapedOnce.ofLevels(series).series()) {
            each.samples().stream()
                    .filter(sample -> sample.atMillis() == atMillis && Double.isFinite(sample.value()))
                    .forEach(sample -> values.computeIfAbsent(each.pod(), pod -> new ArrayList<>())
                            .add(sample.value()));
        }
        SortedMap<String, Reading> readings = new TreeMap<>();
        values.forEach((pod, all) -> readings.put(pod, new Levels(all)));
        return readings;
    }

    /** The increments of one metric in one tick. */
    private final class Grown {

        private final Span tick;
        private final Span window;
        private final PodAddresses addresses;
        private final Origins origins;
        private final IdentityHashMap<List<Series>, List<Series>> onces = new IdentityHashMap<>();

        private Grown(long number, Samples samples) {
            this.tick = axis.span(number);
            this.window = axis.window(number);
            this.addresses = addresses(samples, number);
            List<Series> seen = samples.lists().stream()
                    .flatMap(each -> once(each).stream())
                    .toList();
            this.origins = new Origins(seen, window, axis.tickMillis());
        }

        /** Sums of increments by a place; a place that nothing was scraped of is left out. */
        private SortedMap<String, Double> by(Arm arm, Map<Arm, List<Series>> arms, Function<Series, String> place) {
            SortedMap<String, Double> sums = new TreeMap<>();
            for (Series series : once(arms.getOrDefault(arm, List.of()))) {
                boolean atZero = origins.atZero(series, started.getOrDefault(arm, Long.MIN_VALUE));
                Increments.in(tick, series.samples(), atZero)
                        .ifPresent(grown -> sums.merge(place.apply(series), grown, Double::sum));
            }
            return sums;
        }

        private List<Series> once(List<Series> series) {
            return onces.computeIfAbsent(
                    series,
                    each -> ScrapedOnce.of(addresses.named(within(window, each)))
                            .series());
        }
    }
}
