package io.keelstream.benchmarks.canary.simulation;

/**
 * Which metrics a simulated service has beside errors and latency. Immutable.
 *
 * @param extraRatios number of further ratio metrics, named {@code extra0} and so on
 * @param heap whether the heap is watched
 */
public record Shape(int extraRatios, boolean heap) {

    /** Errors and latency alone. */
    public static final Shape PLAIN = new Shape(0, false);
}
