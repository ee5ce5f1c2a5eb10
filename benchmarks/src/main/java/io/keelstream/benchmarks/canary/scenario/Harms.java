package io.keelstream.benchmarks.canary.scenario;

import static io.keelstream.benchmarks.canary.simulation.Effect.MINUTE;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Shape;
import java.util.List;

/** Canaries that are worse than their baseline, or releases that are broken otherwise. Stateless. */
final class Harms {

    private Harms() {}

    static List<Scenario> all() {
        return List.of(
                harm("latency x1.10", canary -> canary.latency *= 1.10).truth(Truth.WITHIN_MARGIN),
                harm("latency x1.25", canary -> canary.latency *= 1.25),
                harm("latency x1.5", canary -> canary.latency *= 1.5),
                harm("2 % of requests x10", canary -> canary.slow = 0.02),
                harm("errors 0.2 -> 0.4 %", canary -> canary.errors = 0.004).truth(Truth.WITHIN_MARGIN),
                harm("errors 0.2 -> 1 %", canary -> canary.errors = 0.01),
                harm("errors 0.2 -> 5 %", canary -> canary.errors = 0.05),
                Scenario.harmful("errors 1e-4 -> 1e-3", () -> Change.errors(1e-4, 1e-3))
                        .truth(Truth.WITHIN_MARGIN)
                        .healthy(() -> Change.errors(1e-4, 1e-4)),
                Scenario.harmful("errors 0 -> 0.1 %", () -> Change.errors(0, 1e-3))
                        .truth(Truth.WITHIN_MARGIN)
                        .healthy(() -> Change.errors(0, 0)),
                Scenario.harmful("latency drift +0.5 %/min", Harms::drift),
                Scenario.harmful("20 s of 100 % errors every 10 min", Harms::bursts),
                Scenario.harmful("low traffic, errors 1 -> 20 %", () -> lowTraffic(0.2))
                        .healthy(() -> lowTraffic(0.01)),
                Scenario.harmful("silence after minute 5", Harms::silence),
                Scenario.harmful("errors x5 only at weight >= 20 %", () -> steps(5))
                        .healthy(() -> steps(1))
                        .steps(10 * MINUTE, 20 * MINUTE),
                Scenario.harmful("memory leak +1 %/min", () -> leak(0.01))
                        .healthy(() -> leak(0))
                        .shape(new Shape(0, true)),
                Scenario.harmful("router sends 2 % instead of 10 %", Harms::router)
                        .truth(Truth.UNDECIDABLE)
                        .share(0.5));
    }

    private static Scenario harm(String name, Change change) {
        return Scenario.harmful(name, () -> Change.ofCanary(change));
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

    private static Effect lowTraffic(double ofCanary) {
        return (tick, baseline, canary, random) -> {
            baseline.rate = 0.05;
            canary.rate = 0.05;
            baseline.errors = 0.01;
            canary.errors = ofCanary;
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
    private static Effect steps(double errorsAtLoad) {
        return (tick, baseline, canary, random) -> {
            int minute = tick / MINUTE;
            double weight = minute < 10 ? 0.05 : minute < 20 ? 0.25 : 0.5;
            canary.rate = 100 * weight;
            baseline.rate = 100 * Math.min(weight, 0.2);
            canary.errors *= weight >= 0.2 ? errorsAtLoad : 1;
        };
    }

    private static Effect leak(double perMinute) {
        return (tick, baseline, canary, random) -> {
            baseline.heap *= 1 + 0.05 * random.nextGaussian();
            canary.heap *= (1 + perMinute * tick / MINUTE) * (1 + 0.05 * random.nextGaussian());
        };
    }

    /** Asked for 10 % each for canary and fresh baseline; the canary gets 2. */
    private static Effect router() {
        return (tick, baseline, canary, random) -> canary.rate = baseline.rate / 5;
    }
}
