package io.keelstream.canary.config;

/**
 * How much worse a canary may be and still pass: it is too bad when its rate is at least {@code times} the baseline's
 * and at least {@code absolute} above it. Immutable.
 *
 * @param times factor on the rate, above 1
 * @param absolute difference of the rates as a share of all requests; 0 = the factor alone decides
 */
public record Margin(double times, double absolute) {

    public Margin {
        Checks.above("margin.times", times, 1);
        Checks.within("margin.absolute", absolute, 0, 1);
    }
}
