package io.keelstream.benchmarks.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A promise of the design and how to check it. Immutable.
 *
 * @param text as promised
 * @param scenario the tallies it is about
 * @param measure the number that is bounded, of one tally
 * @param bound greatest number allowed
 * @param unit of the number
 */
record Target(String text, Predicate<Tally> scenario, Measure measure, double bound, String unit) {

    /** A number of a tally. */
    interface Measure {
        double of(Tally tally);
    }

    static List<Target> of(Regime regime) {
        boolean history = regime == Regime.HISTORY;
        List<Target> targets = new ArrayList<>();
        targets.add(new Target(
                "false FAIL on every null" + (history ? "" : " but arm noise"),
                tally -> isNull(tally) && (history || !tally.scenario().startsWith("arm-specific")),
                tally -> 100.0 * tally.failed() / tally.runs(),
                1,
                "%"));
        if (!history) {
            targets.add(new Target(
                    "false FAIL under arm noise",
                    tally -> tally.scenario().startsWith("arm-specific"),
                    tally -> 100.0 * tally.failed() / tally.runs(),
                    3,
                    "%"));
        }
        targets.add(new Target(
                "missed among x1.25, the 2 % tail, 0.2 -> 1 %, bursts, silence",
                tally -> timed(tally.scenario()) > 0,
                tally -> 100.0 * (tally.runs() - tally.failed()) / tally.runs(),
                1,
                "%"));
        targets.add(median("latency x1.25", history ? 5 : 8));
        targets.add(median("2 % of requests x10", history ? 10 : 18));
        targets.add(median("errors 0.2 -> 1 %", history ? 10 : 18));
        targets.add(median("20 s of 100 % errors every 10 min", 6));
        targets.add(median("silence after minute 5", 6));
        targets.add(new Target(
                "median of the plain null's pass",
                tally -> tally.scenario().equals("as is"),
                Tally::passMedian,
                history ? 35 : 60,
                "min"));
        targets.add(new Target(
                "wrong PASS of a canary worse than the margin, drift included",
                tally -> tally.truth().equals(Scenario.Truth.HARMFUL.name()),
                tally -> 100.0 * tally.passed() / tally.runs(),
                1,
                "%"));
        return targets;
    }

    String row(List<Tally> tallies) {
        double worst = Double.NEGATIVE_INFINITY;
        String where = "";
        for (Tally tally : tallies) {
            if (scenario.test(tally) && !(measure.of(tally) <= worst)) {
                worst = measure.of(tally);
                where = tally.scenario();
            }
        }
        if (where.isEmpty()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "| %s: at most %.0f %s | %.1f %s (%s) | %s |%n",
                text,
                bound,
                unit,
                worst,
                unit,
                where,
                worst <= bound ? "yes" : "**no**");
    }

    private static Target median(String scenario, double bound) {
        return new Target(
                "median of " + scenario, tally -> tally.scenario().equals(scenario), Tally::failMedian, bound, "min");
    }

    private static boolean isNull(Tally tally) {
        return tally.truth().equals(Scenario.Truth.HARMLESS.name());
    }

    private static int timed(String scenario) {
        return List.of(
                                "latency x1.25",
                                "2 % of requests x10",
                                "errors 0.2 -> 1 %",
                                "20 s of 100 % errors every 10 min",
                                "silence after minute 5")
                        .indexOf(scenario)
                + 1;
    }
}
