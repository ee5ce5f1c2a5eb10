package io.keelstream.benchmarks.canary.simulation;

import java.util.Arrays;

/**
 * How one arm of a simulated service behaves in the present tick. Effects change it before each tick; it begins every
 * tick with the defaults. Not safe for use by several threads.
 */
public final class Service {

    /** Pods per arm. */
    public static final int PODS = 3;

    /** Requests per second. */
    public double rate;
    /** Probability of an error per request. */
    public double errors;
    /** Factor on the latency of each request. */
    public double latency;
    /** Standard deviation of the log latency. */
    public double sigma;
    /** Share of the requests that take ten times as long. */
    public double slow;
    /** Heap in MiB per pod. */
    public double heap;
    /** Whether this tick cannot be read. */
    public boolean missing;
    /** Whether pods are distinguished in what is read. */
    public boolean podsToldApart;

    private final double[] podLatency = new double[PODS];
    private final double[] podErrors = new double[PODS];

    void reset() {
        rate = 5;
        errors = 0.002;
        latency = 1;
        sigma = 0.5;
        slow = 0;
        heap = 500;
        missing = false;
        podsToldApart = false;
        Arrays.fill(podLatency, 1);
        Arrays.fill(podErrors, 1);
    }

    /** Makes one pod slower or more faulty than its siblings, by factors. */
    public void pod(int pod, double latencyFactor, double errorFactor) {
        podLatency[pod] = latencyFactor;
        podErrors[pod] = errorFactor;
    }

    double latencyOf(int pod) {
        return latency * podLatency[pod];
    }

    double errorsOf(int pod) {
        return Math.min(1, errors * podErrors[pod]);
    }
}
