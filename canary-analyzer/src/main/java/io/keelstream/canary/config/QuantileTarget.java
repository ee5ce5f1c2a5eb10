package io.keelstream.canary.config;

/**
 * A quantile of the baseline at which slow requests are counted.
 *
 * @param name as written, for example {@code p99}
 * @param quantile between 0 and 1
 * @param tolerate greatest ratio canary : baseline of the share of slower requests that is no harm, at least 1
 * @param margin smallest ratio that must never pass
 */
public record QuantileTarget(String name, double quantile, double tolerate, Margin margin) {

    public QuantileTarget {
        Checks.inside("quantile", quantile, 0, 1);
        Checks.atLeast("tolerate", tolerate, 1);
        if (margin.times() <= tolerate) {
            throw new IllegalArgumentException(
                    "margin.times must be greater than tolerate, got " + margin.times() + " and " + tolerate);
        }
    }
}
