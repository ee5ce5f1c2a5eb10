package io.keelstream.benchmarks.canary.scenario;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Service;
import java.util.List;
import java.util.random.RandomGenerator;

/** Noise that both arms share: load, latency and errors wander together. Not safe for use by several threads. */
final class CommonNoise implements Effect {

    private static final double MEMORY = 0.98;

    private double state;

    @Override
    public void apply(int tick, Service baseline, Service canary, RandomGenerator random) {
        double shock = random.nextGaussian();
        state = tick == 0 ? shock : MEMORY * state + Math.sqrt(1 - MEMORY * MEMORY) * shock;
        for (Service service : List.of(baseline, canary)) {
            service.rate *= Math.exp(0.3 * state);
            service.latency *= Math.exp(0.2 * state);
            service.errors *= Math.exp(0.5 * state);
        }
    }
}
