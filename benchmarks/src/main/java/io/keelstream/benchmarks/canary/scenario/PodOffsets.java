package io.keelstream.benchmarks.canary.scenario;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Service;
import java.util.random.RandomGenerator;

/**
 * Every pod is a little faster or slower, and more or less faulty, than its siblings for as long as it lives: 5 %. Not
 * safe for use by several threads.
 */
final class PodOffsets implements Effect {

    private static final double DEVIATION = 0.05;

    private final boolean toldApart;
    private final double[][] offsets = new double[4][Service.PODS];

    PodOffsets(boolean toldApart) {
        this.toldApart = toldApart;
    }

    @Override
    public void apply(int tick, Service baseline, Service canary, RandomGenerator random) {
        if (tick == 0) {
            for (double[] pods : offsets) {
                for (int i = 0; i < pods.length; i++) {
                    pods[i] = Math.exp(DEVIATION * random.nextGaussian());
                }
            }
        }
        set(baseline, offsets[0], offsets[1]);
        set(canary, offsets[2], offsets[3]);
    }

    private void set(Service service, double[] latency, double[] errors) {
        service.podsToldApart = toldApart;
        for (int pod = 0; pod < Service.PODS; pod++) {
            service.pod(pod, latency[pod], errors[pod]);
        }
    }
}
