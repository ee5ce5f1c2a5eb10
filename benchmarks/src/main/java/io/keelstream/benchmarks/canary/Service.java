package io.keelstream.benchmarks.canary;

import java.util.Arrays;

/**
 * How one arm of a simulated service behaves in the present tick. Effects change it before each tick; it begins every
 * tick with the defaults. Not safe for use by several threads.
 */
final class Service {

    static final int PODS = 3;

    /** Requests per second. */
    double rate;
    /** Probability of an error per request. */
    double errors;
    /** Factor on the latency of each request. */
    double latency;
    /** Standard deviation of the log latency. */
    double sigma;
    /** Share of the requests that take ten times as long. */
    double slow;
    /** Heap in MiB per pod. */
    double heap;
    /** Whether this tick cannot be read. */
    boolean missing;
    /** Factors on latency and errors per pod, where pods are told apart. */
    final double[] podLatency = new double[PODS];

    final double[] podErrors = new double[PODS];
    boolean pods;

    void reset() {
        rate = 5;
        errors = 0.002;
        latency = 1;
        sigma = 0.5;
        slow = 0;
        heap = 500;
        missing = false;
        pods = false;
        Arrays.fill(podLatency, 1);
        Arrays.fill(podErrors, 1);
    }
}
