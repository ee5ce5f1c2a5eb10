package io.keelstream.canary.noninferiority;

/**
 * The hypothesis that a pass must reject. Immutable.
 *
 * @param times smallest rate ratio that is too bad, above 1
 * @param absolute smallest difference of the rates that is too bad; 0 = the ratio alone decides
 * @param beta probability of rejecting it wrongly, over the whole step
 */
public record MarginRule(double times, double absolute, double beta) {}
