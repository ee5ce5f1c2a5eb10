package io.keelstream.benchmarks.canary.report;

import io.keelstream.benchmarks.canary.method.Methods;
import io.keelstream.benchmarks.canary.method.Regime;
import io.keelstream.benchmarks.canary.scenario.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The latest tally of everything that was measured. Immutable. */
final class Results {

    private final Map<String, Tally> latest = new HashMap<>();

    Results(List<Tally> tallies) {
        tallies.forEach(tally -> latest.put(tally.key(), tally));
    }

    Optional<Tally> of(String method, Regime regime, Scenario scenario) {
        return Optional.ofNullable(latest.get(method + ";" + regime + ";" + scenario.name()));
    }

    /** Our tallies of some scenarios, in the order of the scenarios. */
    List<Tally> ours(Regime regime, Predicate<Scenario> about) {
        return of(Methods.OURS, regime, about);
    }

    /** Likewise of our whole releases. */
    List<Tally> releases(Regime regime, Predicate<Scenario> about) {
        return of(Methods.RELEASES, regime, about);
    }

    private List<Tally> of(String method, Regime regime, Predicate<Scenario> about) {
        return Scenario.all().stream()
                .filter(about)
                .flatMap(scenario -> of(method, regime, scenario).stream())
                .toList();
    }

    /** Names of scenarios that were not measured. */
    List<String> missing(Regime regime) {
        return Scenario.all().stream()
                .filter(scenario -> of(Methods.OURS, regime, scenario).isEmpty())
                .map(Scenario::name)
                .toList();
    }
}
