package io.keelstream.benchmarks.canary.scenario;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Shape;
import io.keelstream.benchmarks.canary.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * One kind of analysis. Immutable.
 *
 * @param name as in the report
 * @param truth what a perfect judge would say
 * @param effect makes the effect of one run
 * @param healthy makes the effect of an earlier, healthy analysis of the same target
 * @param shape which metrics there are
 * @param canaryShare the share that the router was asked for, where it is watched
 * @param steps ticks at which the traffic weight changes
 */
public record Scenario(
        String name,
        Truth truth,
        Supplier<Effect> effect,
        Supplier<Effect> healthy,
        Shape shape,
        OptionalDouble canaryShare,
        List<Integer> steps) {

    public Scenario {
        steps = List.copyOf(steps);
    }

    /** All that the report measures. */
    public static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(Nulls.all());
        all.addAll(Harms.all());
        return List.copyOf(all);
    }

    static Scenario harmless(String name, Supplier<Effect> effect) {
        return new Scenario(name, Truth.HARMLESS, effect, effect, Shape.PLAIN, OptionalDouble.empty(), List.of());
    }

    static Scenario harmful(String name, Supplier<Effect> effect) {
        return new Scenario(name, Truth.HARMFUL, effect, Change::none, Shape.PLAIN, OptionalDouble.empty(), List.of());
    }

    Scenario truth(Truth other) {
        return new Scenario(name, other, effect, healthy, shape, canaryShare, steps);
    }

    Scenario healthy(Supplier<Effect> other) {
        return new Scenario(name, truth, effect, other, shape, canaryShare, steps);
    }

    /** The same with other metrics. */
    public Scenario shape(Shape other) {
        return new Scenario(name, truth, effect, healthy, other, canaryShare, steps);
    }

    Scenario share(double share) {
        return new Scenario(name, truth, effect, healthy, shape, OptionalDouble.of(share), steps);
    }

    Scenario steps(Integer... ticks) {
        return new Scenario(name, truth, effect, healthy, shape, canaryShare, List.of(ticks));
    }

    /** One run, from its seed. */
    public Simulation run(long seed) {
        return new Simulation(effect.get(), shape, seed);
    }

    /** An earlier, healthy analysis of the same target, from its seed. */
    public Simulation past(long seed) {
        return new Simulation(healthy.get(), shape, seed);
    }
}
