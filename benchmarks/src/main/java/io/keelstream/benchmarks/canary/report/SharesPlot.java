package io.keelstream.benchmarks.canary.report;

import io.keelstream.benchmarks.canary.method.Method;
import io.keelstream.benchmarks.canary.method.Methods;
import io.keelstream.benchmarks.canary.method.Regime;
import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.scenario.Truth;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** A share of runs per scenario and method, as bars with Wilson's intervals. Stateless. */
final class SharesPlot {

    private static final int LEFT = 300;
    private static final int WIDTH = 900;
    private static final int BAR = 9;
    private static final List<String> COLOURS = List.of("#000000", "#0072b2", "#56b4e9", "#d55e00", "#e69f00");

    private SharesPlot() {}

    static String falseAlarms(Results results) {
        return svg(
                "Harmless canaries that fail (line: Wilson's 95 % interval)",
                results, scenario -> scenario.truth() == Truth.HARMLESS, Tally::failed);
    }

    static String wrongPasses(Results results) {
        return svg(
                "Harmful canaries that pass (line: Wilson's 95 % interval)",
                results, scenario -> AccuracyReport.isHarmful(scenario.truth()), Tally::passed);
    }

    private static String svg(String title, Results results, Predicate<Scenario> about, ToIntFunction<Tally> hits) {
        List<String> methods =
                Methods.of(Regime.FIRST).stream().map(Method::name).toList();
        List<Scenario> scenarios = Scenario.all().stream().filter(about).toList();
        int row = BAR * methods.size() + 10;
        Svg svg = new Svg(WIDTH, 60 + row * scenarios.size());
        svg.text(10, 20, "start", title);
        for (int j = 0; j < methods.size(); j++) {
            svg.bar(LEFT + 115 * j, 30, 10, 10, COLOURS.get(j));
            svg.text(LEFT + 14 + 115 * j, 39, "start", methods.get(j));
        }
        for (int i = 0; i < scenarios.size(); i++) {
            double top = 54 + row * i;
            svg.text(LEFT - 8, top + row / 2.0, "end", scenarios.get(i).name());
            for (int j = 0; j < methods.size(); j++) {
                double y = top + BAR * j;
                String colour = COLOURS.get(j);
                results.of(methods.get(j), Regime.FIRST, scenarios.get(i))
                        .ifPresent(tally -> bar(svg, y, colour, hits.applyAsInt(tally), tally.runs()));
            }
        }
        return svg.document();
    }

    private static void bar(Svg svg, double y, String colour, int hits, int runs) {
        Wilson interval = Wilson.of(hits, runs);
        svg.bar(LEFT, y, Math.max(0.5, length(hits / (double) runs)), BAR - 2, colour);
        svg.line(LEFT + length(interval.low()), y + 3.5, LEFT + length(interval.high()), y + 3.5, "#888888");
    }

    private static double length(double share) {
        return (WIDTH - LEFT - 20) * share;
    }
}
