package io.keelstream.benchmarks.canary.simulation;

import java.util.random.RandomGenerator;

/** Draws what one pod or arm does in a tick. Not safe for use by several threads. */
final class Sampler {

    private static final double LOG_MEDIAN = Math.log(0.1);

    private final RandomGenerator random;

    Sampler(RandomGenerator random) {
        this.random = random;
    }

    /** A Poisson variate by counting unit-rate arrivals, split so that the exponential never underflows. */
    int poisson(double mean) {
        int count = 0;
        double left = mean;
        while (left > 0) {
            double part = Math.min(left, 200);
            double limit = Math.exp(-part);
            double product = random.nextDouble();
            while (product > limit) {
                count++;
                product *= random.nextDouble();
            }
            left -= part;
        }
        return count;
    }

    int binomial(int trials, double probability) {
        if (probability <= 0) {
            return 0;
        }
        if (probability >= 1) {
            return trials;
        }
        int successes = 0;
        if (probability < 0.05) {
            double skip = Math.log1p(-probability);
            double position = Math.log(random.nextDouble()) / skip;
            while (position < trials) {
                successes++;
                position = Math.floor(position) + 1 + Math.log(random.nextDouble()) / skip;
            }
            return successes;
        }
        for (int i = 0; i < trials; i++) {
            successes += random.nextDouble() < probability ? 1 : 0;
        }
        return successes;
    }

    /** Adds the latencies of some requests to a histogram (counts per bucket, not cumulative). */
    void latencies(Service service, int pod, int requests, double[] buckets) {
        double center = LOG_MEDIAN + Math.log(service.latencyOf(pod));
        for (int i = 0; i < requests; i++) {
            double logLatency = center + service.sigma * random.nextGaussian();
            if (service.slow > 0 && random.nextDouble() < service.slow) {
                logLatency += Math.log(10);
            }
            buckets[Bounds.bucket(logLatency)]++;
        }
    }
}
