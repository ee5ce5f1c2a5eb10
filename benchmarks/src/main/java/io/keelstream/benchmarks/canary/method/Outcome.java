package io.keelstream.benchmarks.canary.method;

import io.keelstream.canary.verdict.Ruling;

/**
 * How one simulated analysis ended. Immutable.
 *
 * @param ruling pass, fail, or undecided at the end
 * @param minutes from the first tick to the verdict
 * @param requests of the canary until then
 */
public record Outcome(Ruling ruling, double minutes, double requests) {}
