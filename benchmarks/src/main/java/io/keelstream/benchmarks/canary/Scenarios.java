package io.keelstream.benchmarks.canary;

import static io.keelstream.benchmarks.canary.Effect.MINUTE;

import io.keelstream.benchmarks.canary.Scenario.Truth;
import java.util.List;
import java.util.random.RandomGenerator;

/** The kinds of harmless noise and of harm that the report measures. Stateless. */
final class Scenarios {

    private Scenarios() {}

    static Effect nothing() {
        return (tick, baseline, canary, random) -> {};
    }

    static List<Scenario> nulls() {
        return List.of(
                Scenario.harmless("as is", Scenarios::nothing),
                Scenario.harmless("diurnal load and latency", Scenarios::diurnal),
                Scenario.harmless("common AR(1)", CommonNoise::new),
                Scenario.harmless("arm-specific AR(1) .9, sd 5 %", ArmNoise::new),
                Scenario.harmless("pod offsets sd 5 %, 3 pods told apart", () -> new PodOffsets(true)),
                Scenario.harmless("pod offsets sd 5 %, 3 pods summed", () -> new PodOffsets(false)),
                Scenario.harmless("heavy tail, sigma 1.5", () -> both(service -> service.sigma = 1.5)),
                Scenario.harmless("0.05 requests/s", () -> both(service -> service.rate = 0.05)),
                Scenario.harmless("errors 1e-4", () -> both(service -> service.errors = 1e-4)),
                Scenario.harmless("30 % of canary minutes missing", MissingMinutes::new),
                Scenario.harmless("cold start x3 for 3 min", Scenarios::coldStart),
                Scenario.harmless("20-min common incident", Scenarios::incident),
                Scenario.harmless("20 metrics", Scenarios::nothing).extraRatios(16),
                Scenario.harmless("unequal arms 5/95 with ramp", Scenarios::ramp));
    }

    static List<Scenario> harms() {
        return List.of(
                harm("latency x1.10", canary -> canary.latency *= 1.10).truth(Truth.WITHIN_MARGIN),
                harm("latency x1.25", canary -> canary.latency *= 1.25),
                harm("latency x1.5", canary -> canary.latency *= 1.5),
                harm("2 % of requests x10", canary -> canary.slow = 0.02),
                harm("errors 0.2 -> 0.4 %", canary -> canary.errors = 0.004).truth(Truth.WITHIN_MARGIN),
                harm("errors 0.2 -> 1 %", canary -> canary.errors = 0.01),
                harm("errors 0.2 -> 5 %", canary -> canary.errors = 0.05),
                Scenario.harmful("errors 1e-4 -> 1e-3", () -> errors(1e-4, 1e-3))
                        .truth(Truth.WITHIN_MARGIN)
                        .healthy(() -> errors(1e-4, 1e-4)),
                Scenario.harmful("errors 0 -> 0.1 %", () -> errors(0, 1e-3))
                        .truth(Truth.WITHIN_MARGIN)
                        .healthy(() -> errors(0, 0)),
                Scenario.harmful("latency drift +0.5 %/min", Scenarios::drift),
                Scenario.harmful("20 s of 100 % errors every 10 min", Scenarios::bursts),
                Scenario.harmful("low traffic, errors 1 -> 20 %", Scenarios::lowTraffic)
                        .healthy(() -> both(service -> {
                            service.rate = 0.05;
                            service.errors = 0.01;
                        })),
                Scenario.harmful("silence after minute 5", Scenarios::silence),
                Scenario.harmful("errors x5 only at weight >= 20 %", Scenarios::lateFault),
                Scenario.harmful("memory leak +1 %/min", Scenarios::leak).withHeap(),
                Scenario.harmful("router sends 2 % instead of 10 %", Scenarios::router)
                        .truth(Truth.UNDECIDABLE)
                        .share(0.5));
    }

    /** Changes one arm. */
    interface Change {
        void apply(Service service);
    }

    private static Scenario harm(String name, Change change) {
        return Scenario.harmful(name, () -> (tick, baseline, canary, random) -> change.apply(canary));
    }

    private static Effect both(Change change) {
        return (tick, baseline, canary, random) -> {
            change.apply(baseline);
            change.apply(canary);
        };
    }

    private static Effect errors(double ofBaseline, double ofCanary) {
        return (tick, baseline, canary, random) -> {
            baseline.errors = ofBaseline;
            canary.errors = ofCanary;
        };
    }

    private static Effect diurnal() {
        return (tick, baseline, canary, random) -> {
            double wave = Math.sin(2 * Math.PI * tick / (180.0 * MINUTE));
            for (Service service : List.of(baseline, canary)) {
                service.rate *= 1 + 0.6 * wave;
                service.latency *= 1 + 0.3 * wave;
            }
        };
    }

    /** The fresh baseline is as young as the canary: both are cold. */
    private static Effect coldStart() {
        return (tick, baseline, canary, random) -> {
            if (tick < 3 * MINUTE) {
                baseline.latency *= 3;
                canary.latency *= 3;
            }
        };
    }

    private static Effect incident() {
        return (tick, baseline, canary, random) -> {
            if (tick >= 40 * MINUTE && tick < 60 * MINUTE) {
                for (Service service : List.of(baseline, canary)) {
                    service.errors = 0.2;
                    service.latency *= 4;
                }
            }
        };
    }

    /** 100 requests per second in all: the canary gets 5 %, then 10, 25 and 50 %; the baseline the rest. */
    private static Effect ramp() {
        return (tick, baseline, canary, random) -> {
            int minute = tick / MINUTE;
            double share = minute < 30 ? 0.05 : minute < 60 ? 0.10 : minute < 90 ? 0.25 : 0.5;
            canary.rate = 100 * share;
            baseline.rate = 100 * (1 - share);
        };
    }

    private static Effect drift() {
        return (tick, baseline, canary, random) -> canary.latency *= 1 + 0.005 * tick / MINUTE;
    }

    private static Effect bursts() {
        return (tick, baseline, canary, random) -> {
            if (tick % (10 * MINUTE) >= 5 * MINUTE && tick % (10 * MINUTE) < 5 * MINUTE + 2) {
                canary.errors = 1;
            }
        };
    }

    private static Effect lowTraffic() {
        return (tick, baseline, canary, random) -> {
            baseline.rate = 0.05;
            canary.rate = 0.05;
            baseline.errors = 0.01;
            canary.errors = 0.2;
        };
    }

    private static Effect silence() {
        return (tick, baseline, canary, random) -> {
            if (tick >= 5 * MINUTE) {
                canary.rate = 0;
            }
        };
    }

    /** Weights 5, 25, 50 % of 100 requests per second, ten minutes each; the baseline equals the canary up to 20 %. */
    private static Effect lateFault() {
        return (tick, baseline, canary, random) -> {
            int minute = tick / MINUTE;
            double weight = minute < 10 ? 0.05 : minute < 20 ? 0.25 : 0.5;
            canary.rate = 100 * weight;
            baseline.rate = 100 * Math.min(weight, 0.2);
            canary.errors *= weight >= 0.2 ? 5 : 1;
        };
    }

    private static Effect leak() {
        return (tick, baseline, canary, random) -> {
            baseline.heap *= 1 + 0.05 * random.nextGaussian();
            canary.heap *= (1 + 0.01 * tick / MINUTE) * (1 + 0.05 * random.nextGaussian());
        };
    }

    private static Effect router() {
        return (tick, baseline, canary, random) -> {
            baseline.rate = 5;
            canary.rate = 1;
        };
    }

    /** Noise that both arms share: load, latency and errors wander together. */
    private static final class CommonNoise implements Effect {
        private double state;

        @Override
        public void apply(int tick, Service baseline, Service canary, RandomGenerator random) {
            state = tick == 0
                    ? random.nextGaussian()
                    : 0.98 * state + Math.sqrt(1 - 0.98 * 0.98) * random.nextGaussian();
            for (Service service : List.of(baseline, canary)) {
                service.rate *= Math.exp(0.3 * state);
                service.latency *= Math.exp(0.2 * state);
                service.errors *= Math.exp(0.5 * state);
            }
        }
    }

    /** Noise of each arm by itself, the worst case for a comparison: correlated over minutes, 5 %. */
    private static final class ArmNoise implements Effect {
        private final double[] state = new double[4];

        @Override
        public void apply(int tick, Service baseline, Service canary, RandomGenerator random) {
            for (int i = 0; i < state.length; i++) {
                double shock = random.nextGaussian();
                state[i] = tick == 0 ? shock : 0.9 * state[i] + Math.sqrt(1 - 0.81) * shock;
            }
            baseline.latency *= Math.exp(0.05 * state[0]);
            canary.latency *= Math.exp(0.05 * state[1]);
            baseline.errors *= Math.exp(0.05 * state[2]);
            canary.errors *= Math.exp(0.05 * state[3]);
        }
    }

    /** Every pod is a little faster or slower than its siblings for as long as it lives. */
    private static final class PodOffsets implements Effect {
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
                        pods[i] = Math.exp(0.05 * random.nextGaussian());
                    }
                }
            }
            set(baseline, offsets[0], offsets[1]);
            set(canary, offsets[2], offsets[3]);
        }

        private void set(Service service, double[] latency, double[] errors) {
            service.pods = toldApart;
            System.arraycopy(latency, 0, service.podLatency, 0, Service.PODS);
            System.arraycopy(errors, 0, service.podErrors, 0, Service.PODS);
        }
    }

    /** Three in ten minutes of the canary cannot be read. */
    private static final class MissingMinutes implements Effect {
        private boolean missing;

        @Override
        public void apply(int tick, Service baseline, Service canary, RandomGenerator random) {
            if (tick % MINUTE == 0) {
                missing = random.nextDouble() < 0.3;
            }
            canary.missing = missing;
        }
    }
}
