package io.keelstream.benchmarks.canary.method;

import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.simulation.Effect;

/** A way to judge a canary. Safe for use by many threads. */
public interface Method {

    /** Ticks of an analysis: three hours. */
    int TICKS = 180 * Effect.MINUTE;

    /** As in the report. */
    String name();

    /** Whether a scenario is one for this method. */
    default boolean suits(Scenario scenario) {
        return true;
    }

    /** Judges one simulated analysis, made from a seed. */
    Outcome judge(Scenario scenario, long seed);
}
