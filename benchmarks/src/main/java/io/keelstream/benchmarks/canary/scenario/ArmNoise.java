package io.keelstream.benchmarks.canary.scenario;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Service;
import java.util.random.RandomGenerator;

/**
 * Noise of each arm by itself, the worst case for a comparison: correlated over minutes, 5 %. Not safe for use by
 * several threads.
 */
final class ArmNoise implements Effect {

    private static final double MEMORY = 0.9;
    private static final double DEVIATION = 0.05;

    private final double[] state = new double[4];

    @Override
    public void apply(int tick, Service baseline, Service canary, RandomGenerator random) {
        for (int i = 0; i < state.length; i++) {
            double shock = random.nextGaussian();
            state[i] = tick == 0 ? shock : MEMORY * state[i] + Math.sqrt(1 - MEMORY * MEMORY) * shock;
        }
        baseline.latency *= Math.exp(DEVIATION * state[0]);
        canary.latency *= Math.exp(DEVIATION * state[1]);
        baseline.errors *= Math.exp(DEVIATION * state[2]);
        canary.errors *= Math.exp(DEVIATION * state[3]);
    }
}
