package io.keelstream.benchmarks.canary.scenario;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Service;
import java.util.random.RandomGenerator;

/** Three in ten minutes of the canary cannot be read. Not safe for use by several threads. */
final class MissingMinutes implements Effect {

    private boolean missing;

    @Override
    public void apply(int tick, Service baseline, Service canary, RandomGenerator random) {
        if (tick % MINUTE == 0) {
            missing = random.nextDouble() < 0.3;
        }
        canary.missing = missing;
    }
}
