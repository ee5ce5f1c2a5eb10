package io.keelstream.benchmarks.canary.scenario;

import static io.keelstream.benchmarks.canary.simulation.Effect.MINUTE;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Service;
import io.keelstream.benchmarks.canary.simulation.Shape;
import java.util.List;

/** Canaries that do not differ from their baseline, under all kinds of noise. Stateless. */
final class Nulls {

    private Nulls() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.harmless("as is", Change::none),
                Scenario.harmless("diurnal load and latency", Nulls::diurnal),
                Scenario.harmless("common AR(1)", CommonNoise::new),
                Scenario.harmless("arm-specific AR(1) .9, sd 5 %", ArmNoise::new),
                Scenario.harmless("pod offsets sd 5 %, 3 pods distinguished", () -> new PodOffsets(true)),
                Scenario.harmless("pod offsets sd 5 %, 3 pods summed", () -> new PodOffsets(false)),
                Scenario.harmless("heavy tail, sigma 1.5", () -> Change.ofBoth(service -> service.sigma = 1.5)),
                Scenario.harmless("0.05 requests/s", () -> Change.ofBoth(service -> service.rate = 0.05)),
                Scenario.harmless("errors 1e-4", () -> Change.errors(1e-4, 1e-4)),
                Scenario.harmless("30 % of canary minutes missing", MissingMinutes::new),
                Scenario.harmless("cold start x3 for 3 min", Nulls::coldStart),
                Scenario.harmless("20-min common incident", Nulls::incident),
                Scenario.harmless("20 metrics", Change::none).shape(new Shape(18, false)),
                Scenario.harmless("unequal arms 5/95 with ramp", Nulls::ramp)
                        .steps(30 * MINUTE, 60 * MINUTE, 90 * MINUTE));
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
}
