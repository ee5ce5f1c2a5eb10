package io.keelstream.canary.ratio;

import io.keelstream.canary.noninferiority.MarginRule;
import io.keelstream.canary.overdispersion.Noise;

/**
 * What one rate comparison is to decide. Immutable.
 *
 * @param tolerance greatest rate ratio canary : baseline that is no harm
 * @param margin the hypothesis that a pass must reject
 * @param noise what is believed about the noise beforehand
 * @param podSpread by what the standard deviation between pods is multiplied: more than 1 where those of one arm are on other nodes
 *     than those of the other
 */
public record RateRule(double tolerance, MarginRule margin, Noise noise, double podSpread) {}
