package io.keelstream.benchmarks.canary.simulation;

/** Upper bounds of the simulated latency histogram, in seconds. Stateless. */
final class Bounds {

    private static final double[] SECONDS = {
        0.005,
        0.01,
        0.025,
        0.05,
        0.075,
        0.1,
        0.15,
        0.2,
        0.25,
        0.3,
        0.4,
        0.5,
        0.75,
        1,
        2.5,
        5,
        10,
        Double.POSITIVE_INFINITY
    };
    private static final double[] LOGS = new double[SECONDS.length];

    static {
        for (int i = 0; i < SECONDS.length; i++) {
            LOGS[i] = Math.log(SECONDS[i]);
        }
    }

    private Bounds() {}

    static int count() {
        return SECONDS.length;
    }

    static double seconds(int index) {
        return SECONDS[index];
    }

    /** The first bucket that holds a latency, given by its logarithm. */
    static int bucket(double logLatency) {
        int bucket = 0;
        while (LOGS[bucket] < logLatency) {
            bucket++;
        }
        return bucket;
    }
}
