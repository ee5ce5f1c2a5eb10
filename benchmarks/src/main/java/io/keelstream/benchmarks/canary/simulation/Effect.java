package io.keelstream.benchmarks.canary.simulation;

import java.util.random.RandomGenerator;

/** What happens in one simulated analysis; made anew for each. */
public interface Effect {

    /** Length of a tick in seconds. */
    int TICK = 10;

    /** Ticks per minute. */
    int MINUTE = 60 / TICK;

    /**
     * Changes both arms for a tick.
     *
     * @param tick number from 0
     * @param baseline the running version
     * @param canary the version under trial
     * @param random the only source of chance
     */
    void apply(int tick, Service baseline, Service canary, RandomGenerator random);
}
