package io.keelstream.benchmarks.canary.report;

import java.util.Locale;

/** How the report writes numbers. Stateless. */
final class Numbers {

    private Numbers() {}

    static String minutes(double minutes) {
        return Double.isNaN(minutes) ? "-" : String.format(Locale.ROOT, "%.1f", minutes);
    }

    static String minutes(Tally.Spread minutes) {
        return minutes(minutes.median()) + " / " + minutes(minutes.p90());
    }

    static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    static String count(Tally.Spread numbers) {
        return count(numbers.median()) + " / " + count(numbers.p90());
    }

    static String percent(int hits, int runs) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * hits / runs);
    }

    /** With Wilson's interval. */
    static String share(int hits, int runs) {
        Wilson interval = Wilson.of(hits, runs);
        return String.format(
                Locale.ROOT, "%s [%.1f, %.1f]", percent(hits, runs), 100 * interval.low(), 100 * interval.high());
    }
}
