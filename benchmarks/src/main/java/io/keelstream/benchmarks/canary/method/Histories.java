package io.keelstream.benchmarks.canary.method;

import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.canary.overdispersion.NoiseBook;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is known before each run. A history is learned once per hundred runs, so that their luck averages out too. Thread-safe. */
final class Histories {

    private static final long RUNS_PER_HISTORY = 100;

    /** How the history of a target is learned. */
    interface Learning {

        /** The history of this number; others of the same scenario have other numbers. */
        NoiseBook learn(Scenario scenario, long number);
    }

    private final Regime regime;
    private final Learning learning;
    private final Map<String, NoiseBook> learned = new ConcurrentHashMap<>();

    Histories(Regime regime, Learning learning) {
        this.regime = regime;
        this.learning = learning;
    }

    /** What is known before the run of a seed. */
    NoiseBook before(Scenario scenario, long seed) {
        return switch (regime) {
            case FIRST -> NoiseBook.empty();
            case HISTORY -> {
                long number = Math.floorDiv(seed, RUNS_PER_HISTORY);
                yield learned.computeIfAbsent(scenario.name() + "#" + number, key -> learning.learn(scenario, number));
            }
        };
    }
}
