package io.keelstream.contracts.analysis;

/**
 * What was counted on one arm. Fractions come from increments that were spread between two scrapes.
 *
 * @param events events, e.g. errors; 0 for a gauge
 * @param exposures what they happened among, e.g. requests; 0 for a gauge
 */
public record ArmCount(double events, double exposures) {}
