package io.keelstream.benchmarks.canary.report;

import io.keelstream.benchmarks.canary.method.Method;
import io.keelstream.benchmarks.canary.method.Outcome;
import io.keelstream.benchmarks.canary.method.Regime;
import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.scenario.Truth;
import io.keelstream.canary.verdict.Ruling;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Many outcomes of one method in one scenario, summed up. Immutable.
 *
 * @param subject what was judged
 * @param runs number of analyses
 * @param failed how many failed
 * @param passed how many passed
 * @param failMinutes minutes to a failure, among the failures
 * @param passMinutes minutes to a pass, among the passes
 * @param requests of the canary to the verdict
 */
public record Tally(
        Subject subject, int runs, int failed, int passed, Spread failMinutes, Spread passMinutes, Spread requests) {

    /**
     * What was judged.
     *
     * @param method judged by
     * @param regime what was known beforehand
     * @param scenario name
     * @param truth of the scenario
     */
    public record Subject(String method, Regime regime, String scenario, Truth truth) {}

    public String method() {
        return subject.method();
    }

    public Regime regime() {
        return subject.regime();
    }

    public String scenario() {
        return subject.scenario();
    }

    public Truth truth() {
        return subject.truth();
    }

    /**
     * Median and 90th percentile, NaN of nothing.
     *
     * @param median half are at most this
     * @param p90 nine in ten are at most this
     */
    public record Spread(double median, double p90) {

        static Spread of(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
            double[] sorted = outcomes.stream().mapToDouble(number).sorted().toArray();
            return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.9));
        }

        private static double quantile(double[] sorted, double share) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
        }
    }

    /** Sums up. */
    public static Tally of(Method method, Regime regime, Scenario scenario, List<Outcome> outcomes) {
        List<Outcome> fails = with(outcomes, Ruling.FAIL);
        List<Outcome> passes = with(outcomes, Ruling.PASS);
        return new Tally(
                new Subject(method.name(), regime, scenario.name(), scenario.truth()),
                outcomes.size(),
                fails.size(),
                passes.size(),
                Spread.of(fails, Outcome::minutes),
                Spread.of(passes, Outcome::minutes),
                Spread.of(outcomes, Outcome::requests));
    }

    private static List<Outcome> with(List<Outcome> outcomes, Ruling ruling) {
        return outcomes.stream().filter(outcome -> outcome.ruling() == ruling).toList();
    }

    /** Runs that neither failed nor passed. */
    int undecided() {
        return runs - failed - passed;
    }

    /** What a later tally of the same thing replaces. */
    String key() {
        return method() + ";" + regime() + ";" + scenario();
    }

    /** One line of results. */
    public String csv() {
        return String.format(
                Locale.ROOT,
                "%s;%s;%d;%d;%d;%.3f;%.3f;%.3f;%.3f;%.0f;%.0f",
                key(),
                truth(),
                runs,
                failed,
                passed,
                failMinutes.median,
                failMinutes.p90,
                passMinutes.median,
                passMinutes.p90,
                requests.median,
                requests.p90);
    }

    /** Reads a line that {@link #csv} wrote. */
    public static Tally parse(String line) {
        List<String> fields = List.of(line.split(";", -1));
        return new Tally(
                new Subject(fields.get(0), Regime.valueOf(fields.get(1)), fields.get(2), Truth.valueOf(fields.get(3))),
                Integer.parseInt(fields.get(4)),
                Integer.parseInt(fields.get(5)),
                Integer.parseInt(fields.get(6)),
                spread(fields, 7),
                spread(fields, 9),
                spread(fields, 11));
    }

    private static Spread spread(List<String> fields, int at) {
        return new Spread(Double.parseDouble(fields.get(at)), Double.parseDouble(fields.get(at + 1)));
    }
}
