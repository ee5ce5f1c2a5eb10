package io.keelstream.canary.increments;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The increments of one counter: differences of neighbouring samples, spread evenly over the time between them. After a reset
 * the value itself is the increment. Stateless.
 */
final class Increments {

    private Increments() {}

    /**
     * How much a counter grew in a span; empty when no two samples tell.
     *
     * @param samples in the order of their times
     * @param atZero whether all of the first value is an increment, at the time of its scrape
     */
    static OptionalDouble in(Span span, List<Sample> samples, boolean atZero) {
        double sum = 0;
        boolean known = false;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (i == 0) {
                boolean born = atZero && sample.atMillis() > span.from() && sample.atMillis() <= span.to();
                known |= born;
                sum += born ? sample.value() : 0;
                continue;
            }
            Sample before = samples.get(i - 1);
            double share = sample.atMillis() > before.atMillis()
                    ? span.shareOf(new Span(before.atMillis(), sample.atMillis()))
                    : 0;
            known |= share > 0;
            sum += share * grown(before.value(), sample.value());
        }
        return known ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    private static double grown(double before, double after) {
        return after >= before ? after - before : after;
    }
}
