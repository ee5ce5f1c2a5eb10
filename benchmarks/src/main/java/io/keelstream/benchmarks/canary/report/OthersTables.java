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
