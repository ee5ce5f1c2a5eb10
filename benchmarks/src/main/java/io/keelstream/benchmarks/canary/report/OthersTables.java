package io.keelstream.benchmarks.canary.report;

import io.keelstream.benchmarks.canary.method.Method;
import io.keelstream.benchmarks.canary.method.Methods;
import io.keelstream.benchmarks.canary.method.Regime;
import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.scenario.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Our judge without history beside other methods, as Markdown. Immutable. */
final class OthersTables {

    private static final List<String> METHODS =
            Methods.of(Regime.FIRST).stream().map(Method::name).toList();

    private final Results results;

    OthersTables(Results results) {
        this.results = results;
    }

    /** How many runs each method had. */
    String runs() {
        List<String> runs = new ArrayList<>();
        for (String method : METHODS) {
            runs.add("%s %s and %s".formatted(method, runs(method, Truth.HARMLESS::equals), runs(method, isWorse())));
        }
        return "Runs of each harmless and of each other scenario: " + String.join(", ", runs) + ".\n\n";
    }

    private static Predicate<Truth> isWorse() {
        return Predicate.not(Truth.HARMLESS::equals);
    }

    private String runs(String method, Predicate<Truth> truth) {
        List<Integer> counts = Scenario.all().stream()
                .filter(scenario -> truth.test(scenario.truth()))
                .flatMap(scenario -> results.of(method, Regime.FIRST, scenario).stream())
                .map(Tally::runs)
                .distinct()
                .sorted()
                .toList();
        return counts.isEmpty()
                ? "0"
                : counts.size() == 1 ? counts.getFirst().toString() : counts.getFirst() + "-" + counts.getLast();
    }

    String harmless() {
        return table(
                "harmless: false FAIL",
                scenario -> scenario.truth() == Truth.HARMLESS,
                tally -> Numbers.share(tally.failed(), tally.runs()));
    }

    String harmlessPasses() {
        return table(
                "harmless: PASS, median minutes to it",
                scenario -> scenario.truth() == Truth.HARMLESS,
                tally -> Numbers.percent(tally.passed(), tally.runs()) + ", "
                        + Numbers.minutes(tally.passMinutes().median()));
    }

    String harms() {
        return table(
                "not harmless: FAIL, median minutes to it; PASS",
                scenario -> scenario.truth() != Truth.HARMLESS,
                tally -> "%s, %s; %s"
                        .formatted(
                                Numbers.percent(tally.failed(), tally.runs()),
                                Numbers.minutes(tally.failMinutes().median()),
                                Numbers.percent(tally.passed(), tally.runs())));
    }

    private String table(String title, Predicate<Scenario> about, Function<Tally, String> cell) {
        StringBuilder text = new StringBuilder("| %s | %s |\n|---|".formatted(title, String.join(" | ", METHODS)));
        text.append("---|".repeat(METHODS.size())).append('\n');
        for (Scenario scenario : Scenario.all().stream().filter(about).toList()) {
            List<String> cells = new ArrayList<>();
            for (String method : METHODS) {
                cells.add(results.of(method, Regime.FIRST, scenario).map(cell).orElse("-"));
            }
            text.append("| %s | %s |\n".formatted(scenario.name(), String.join(" | ", cells)));
        }
        return text.append('\n').toString();
    }
}
