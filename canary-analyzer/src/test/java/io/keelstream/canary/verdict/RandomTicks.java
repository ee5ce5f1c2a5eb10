package io.keelstream.canary.verdict;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Makes analyses of all kinds of metrics, with pods and gaps, from a seed. */
final class RandomTicks {

    static final AnalysisConfig CONFIG = new AnalysisConfig(
            new AnalysisConfig.Timing(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ZERO),
            0.01,
            0.05,
            OptionalDouble.of(0.5),
            List.of(
                    new RatioMetric("errors", 2, 1.2, new Margin(2, 0.001)),
                    new HistogramMetric(
                            "latency",
                            1,
                            List.of(
                                    new QuantileTarget("p50", 0.5, 1.1, new Margin(1.25, 0)),
                                    new QuantileTarget("p99", 0.99, 1.25, new Margin(2, 0)))),
                    new GaugeMetric("heap", 1, 1.1, new Margin(1.2, 0)),
                    new SloMetric("success", 1, 0.9)));

    private static final List<String> PODS = List.of("a", "b", "c");

    private RandomTicks() {}

    static List<Tick> of(SplittableRandom random, int count) {
        return of(random, count, 1, false);
    }

    /** Ticks whose gauge and bucket bounds are scaled, and whose pods have exchanged names where {@code turned}. */
    static List<Tick> of(SplittableRandom random, int count, double scale, boolean turned) {
        double harm = 1 + 3 * random.nextDouble();
        List<Tick> ticks = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            SortedMap<String, MetricTick> metrics = new TreeMap<>();
            metrics.put("errors", both(() -> counts(random, 0.02), () -> counts(random, 0.02 * harm), random, turned));
            metrics.put(
                    "latency",
                    both(() -> buckets(random, scale, 1), () -> buckets(random, scale, harm), random, turned));
            metrics.put("heap", both(() -> level(random, scale), () -> level(random, scale), random, turned));
            metrics.put("success", both(() -> counts(random, 0.95), () -> counts(random, 0.95), random, turned));
            ticks.add(new Tick(number, metrics));
        }
        return ticks;
    }

    private static MetricTick both(
            Supplier<Reading> baseline, Supplier<Reading> canary, SplittableRandom random, boolean turned) {
        return new MetricTick(arm(baseline, random, turned), arm(canary, random, turned));
    }

    private static SortedMap<String, Reading> arm(Supplier<Reading> draw, SplittableRandom random, boolean turned) {
        SortedMap<String, Reading> pods = new TreeMap<>();
        for (int i = 0; i < PODS.size(); i++) {
            String pod = turned ? PODS.get((i + 1) % PODS.size()) : PODS.get(i);
            Reading reading = draw.get();
            if (random.nextInt(20) > 0) {
                pods.put(pod, reading);
            }
        }
        return pods;
    }

    private static Counts counts(SplittableRandom random, double rate) {
        int total = random.nextInt(30);
        int events = 0;
        for (int i = 0; i < total; i++) {
            events += random.nextDouble() < rate ? 1 : 0;
        }
        return new Counts(events, total);
    }

    private static Buckets buckets(SplittableRandom random, double scale, double slower) {
        double[] bounds = {0.125, 0.25, 0.5, 1, 2, Double.POSITIVE_INFINITY};
        SortedMap<Double, Double> cumulative = new TreeMap<>();
        double sum = 0;
        for (double bound : bounds) {
            sum += random.nextInt((int) Math.round(bound > 0.5 ? 4 * slower : 6));
            cumulative.put(bound * scale, sum);
        }
        return new Buckets(cumulative);
    }

    private static Levels level(SplittableRandom random, double scale) {
        return new Levels(List.of(scale * (100 + random.nextInt(20))));
    }
}
