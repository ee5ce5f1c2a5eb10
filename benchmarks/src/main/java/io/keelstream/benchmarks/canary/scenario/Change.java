package io.keelstream.benchmarks.canary.scenario;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Service;

/** A change of one arm that stays the same all the time. */
interface Change {

    void apply(Service service);

    static Effect none() {
        return (tick, baseline, canary, random) -> {};
    }

    static Effect ofCanary(Change change) {
        return (tick, baseline, canary, random) -> change.apply(canary);
    }

    static Effect ofBoth(Change change) {
        return (tick, baseline, canary, random) -> {
            change.apply(baseline);
            change.apply(canary);
        };
    }

    static Effect errors(double ofBaseline, double ofCanary) {
        return (tick, baseline, canary, random) -> {
            baseline.errors = ofBaseline;
            canary.errors = ofCanary;
        };
    }
}
