package io.keelstream.benchmarks.canary.simulation;

import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One simulated analysis, tick after tick, from its seed alone: 5 requests per second and arm, lognormal latency of
 * median 100 ms and sigma 0.5, 0.2 % errors, but for what the effect changes. Not safe for use by several threads.
 */
public final class Simulation {

    private static final List<String> EMPTY = List.of("");
    private static final List<String> PODS = List.of("a", "b", "c");

    private final Shape shape;
    private final Effect effect;
    private final SplittableRandom random;
    private final Sampler sampler;
    private final Service baseline = new Service();
    private final Service canary = new Service();

    /**
     * A simulation before its first tick.
     *
     * @param effect made for this simulation alone
     * @param shape which metrics there are
     * @param seed the only source of chance
     */
    public Simulation(Effect effect, Shape shape, long seed) {
        this.effect = effect;
        this.shape = shape;
        this.random = new SplittableRandom(seed);
        this.sampler = new Sampler(random);
    }

    /** What the metrics source shows of a tick; ticks are asked for in their order from 0. */
    public Tick next(int number) {
        baseline.reset();
        canary.reset();
        effect.apply(number, baseline, canary, random);
        SortedMap<String, MetricTick> metrics = new TreeMap<>();
        Arm left = arm(baseline);
        Arm right = arm(canary);
        metrics.put("errors", new MetricTick(left.errors, right.errors));
        metrics.put("latency", new MetricTick(left.latency, right.latency));
        for (int i = 0; i < shape.extraRatios(); i++) {
            double rate = i % 2 == 0 ? 0.002 : 0.02;
            metrics.put("extra" + i, new MetricTick(extra(left, rate), extra(right, rate)));
        }
        if (shape.heap()) {
            metrics.put("heap", new MetricTick(heap(baseline), heap(canary)));
        }
        return new Tick(number, metrics);
    }

    private Arm arm(Service service) {
        Arm arm = new Arm();
        List<String> names = service.podsToldApart ? PODS : EMPTY;
        double[][] histogram = new double[names.size()][Bounds.count()];
        int[] requests = new int[names.size()];
        int[] errors = new int[names.size()];
        for (int pod = 0; pod < Service.PODS; pod++) {
            int name = service.podsToldApart ? pod : 0;
            int count = sampler.poisson(service.rate * Effect.TICK / Service.PODS);
            requests[name] += count;
            errors[name] += sampler.binomial(count, service.errorsOf(pod));
            sampler.latencies(service, pod, count, histogram[name]);
        }
        if (service.missing) {
            return arm;
        }
        for (int i = 0; i < names.size(); i++) {
            arm.errors.put(names.get(i), new Counts(errors[i], requests[i]));
            arm.latency.put(names.get(i), buckets(histogram[i]));
            arm.requests += requests[i];
        }
        return arm;
    }

    private SortedMap<String, Reading> extra(Arm arm, double rate) {
        SortedMap<String, Reading> readings = new TreeMap<>();
        if (!arm.errors.isEmpty()) {
            readings.put("", new Counts(sampler.binomial(arm.requests, rate), arm.requests));
        }
        return readings;
    }

    private SortedMap<String, Reading> heap(Service service) {
        SortedMap<String, Reading> readings = new TreeMap<>();
        for (String pod : PODS) {
            readings.put(pod, new Levels(List.of(service.heap * (1 + 0.02 * random.nextGaussian()))));
        }
        return readings;
    }

    private static Buckets buckets(double[] counts) {
        SortedMap<Double, Double> cumulative = new TreeMap<>();
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            cumulative.put(Bounds.seconds(i), sum);
        }
        return new Buckets(cumulative);
    }

    /** The readings of one arm. */
    private static final class Arm {
        private final SortedMap<String, Reading> errors = new TreeMap<>();
        private final SortedMap<String, Reading> latency = new TreeMap<>();
        private int requests;
    }
}
