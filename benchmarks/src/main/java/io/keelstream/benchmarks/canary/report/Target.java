package io.keelstream.benchmarks.canary.report;

import io.keelstream.benchmarks.canary.method.Outcome;
import io.keelstream.benchmarks.canary.method.Regime;
import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.scenario.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A promise about the judge: a number is at most a bound in each of some scenarios. Immutable.
 *
 * @param text as promised
 * @param about the scenarios
 * @param measure the number
 * @param bound greatest number allowed
 */
public record Target(String text, Predicate<Scenario> about, Measure measure, double bound) {

    /** The promise about whole releases, in every regime. */
    public static final Target RELEASES =
            new Target("false rollback of a harmless release", Target::isNull, Measure.FAILED, 1);

    private static final List<String> DETECTED = List.of(
            "latency x1.25",
            "2 % of requests x10",
            "errors 0.2 -> 1 %",
            "20 s of 100 % errors every 10 min",
            "silence after minute 5");

    /** All promises of a regime. */
    public static List<Target> of(Regime regime) {
        boolean history = regime == Regime.HISTORY;
        List<Target> targets = new ArrayList<>();
        targets.add(new Target(
                "false FAIL on every null" + (history ? "" : " but arm noise"),
                scenario -> isNull(scenario) && (history || !isArmNoise(scenario)),
                Measure.FAILED,
                1));
        if (!history) {
            targets.add(new Target("false FAIL under arm noise", Target::isArmNoise, Measure.FAILED, 3));
        }
        targets.add(new Target(
                "missed among x1.25, the 2 % tail, 0.2 -> 1 %, bursts, silence",
                scenario -> DETECTED.contains(scenario.name()), Measure.NOT_FAILED, 1));
        int[] medians = history ? new int[] {5, 10, 10, 6, 6} : new int[] {8, 18, 18, 6, 6};
        for (int i = 0; i < medians.length; i++) {
            String name = DETECTED.get(i);
            targets.add(new Target("median of " + name, named(name), Measure.MINUTES_TO_FAIL, medians[i]));
        }
        targets.add(new Target(
                "median of the plain null's pass", named("as is"), Measure.MINUTES_TO_PASS, history ? 35 : 60));
        targets.add(new Target(
                "wrong PASS of a canary worse than the margin, drift included",
                scenario -> scenario.truth() == Truth.HARMFUL,
                Measure.PASSED,
                1));
        return targets;
    }

    /** Whether outcomes of a scenario it is about refute the promise, beyond chance. */
    public boolean refuted(List<Outcome> outcomes) {
        return measure.refuted(outcomes, bound);
    }

    private static Predicate<Scenario> named(String name) {
        return scenario -> scenario.name().equals(name);
    }

    private static boolean isNull(Scenario scenario) {
        return scenario.truth() == Truth.HARMLESS;
    }

    private static boolean isArmNoise(Scenario scenario) {
        return scenario.name().startsWith("arm-specific");
    }
}
