package io.keelstream.benchmarks.canary;

import io.keelstream.canary.verdict.Ruling;
import java.util.List;
import java.util.Locale;

/**
 * Many outcomes of one method in one scenario, summed up. Minutes are NaN where nothing was decided so. Immutable.
 *
 * @param method judged by
 * @param regime what was known beforehand
 * @param scenario name
 * @param truth of the scenario
 * @param runs number of analyses
 * @param failed how many failed
 * @param passed how many passed
 * @param failMedian median minutes to a failure, among the failures
 * @param failP90 their 90th percentile
 * @param passMedian median minutes to a pass, among the passes
 * @param passP90 their 90th percentile
 * @param requests median canary requests to the verdict
 */
record Tally(
        String method,
        String regime,
        String scenario,
        String truth,
        int runs,
        int failed,
        int passed,
        double failMedian,
        double failP90,
        double passMedian,
        double passP90,
        double requests) {

    private static final double Z95 = 1.959963984540054;

    static Tally of(Method method, Regime regime, Scenario scenario, List<Outcome> outcomes) {
        double[] fails = minutes(outcomes, Ruling.FAIL);
        double[] passes = minutes(outcomes, Ruling.PASS);
        double[] requests =
                outcomes.stream().mapToDouble(Outcome::requests).sorted().toArray();
        return new Tally(
                method.name(),
                regime.name(),
                scenario.name(),
                scenario.truth().name(),
                outcomes.size(),
                fails.length,
                passes.length,
                quantile(fails, 0.5),
                quantile(fails, 0.9),
                quantile(passes, 0.5),
                quantile(passes, 0.9),
                quantile(requests, 0.5));
    }

    private static double[] minutes(List<Outcome> outcomes, Ruling ruling) {
        return outcomes.stream()
                .filter(outcome -> outcome.ruling() == ruling)
                .mapToDouble(Outcome::minutes)
                .sorted()
                .toArray();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.ceil(share * sorted.length)) - 1)];
    }

    /** Lower end of Wilson's 95 % interval for a share (Wilson 1927). */
    static double wilsonLow(int hits, int runs) {
        return wilson(hits, runs, -1);
    }

    /** Upper end of Wilson's 95 % interval for a share. */
    static double wilsonHigh(int hits, int runs) {
        return wilson(hits, runs, 1);
    }

    private static double wilson(int hits, int runs, int side) {
        double share = hits / (double) runs;
        double z2 = Z95 * Z95;
        double center = share + z2 / (2 * runs);
        double width = Z95 * Math.sqrt(share * (1 - share) / runs + z2 / (4.0 * runs * runs));
        return Math.clamp((center + side * width) / (1 + z2 / runs), 0, 1);
    }

    String csv() {
        return String.format(
                Locale.ROOT,
                "%s;%s;%s;%s;%d;%d;%d;%.3f;%.3f;%.3f;%.3f;%.0f",
                method,
                regime,
                scenario,
                truth,
                runs,
                failed,
                passed,
                failMedian,
                failP90,
                passMedian,
                passP90,
                requests);
    }

    static Tally parse(String line) {
        List<String> fields = List.of(line.split(";", -1));
        return new Tally(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                fields.get(3),
                Integer.parseInt(fields.get(4)),
                Integer.parseInt(fields.get(5)),
                Integer.parseInt(fields.get(6)),
                Double.parseDouble(fields.get(7)),
                Double.parseDouble(fields.get(8)),
                Double.parseDouble(fields.get(9)),
                Double.parseDouble(fields.get(10)),
                Double.parseDouble(fields.get(11)));
    }
}
