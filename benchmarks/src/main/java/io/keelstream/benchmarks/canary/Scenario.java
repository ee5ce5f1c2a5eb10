package io.keelstream.benchmarks.canary;

import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * One kind of analysis.
 *
 * @param name as in the report
 * @param truth what a perfect judge would say
 * @param effect makes the effect of one run
 * @param healthy makes the effect of an earlier, healthy analysis of the same target
 * @param extraRatios number of further ratio metrics
 * @param heap whether the heap is watched
 * @param canaryShare the share that the router was asked for, where it is watched
 */
record Scenario(
        String name,
        Truth truth,
        Supplier<Effect> effect,
        Supplier<Effect> healthy,
        int extraRatios,
        boolean heap,
        OptionalDouble canaryShare) {

    /** What is true of the canary. */
    enum Truth {
        /** No different from the baseline. */
        HARMLESS,
        /** Worse, but not beyond the margin. */
        WITHIN_MARGIN,
        /** Worse than the margin on some metric, at the latest at the end. */
        HARMFUL,
        /** Not the canary's fault, but nothing can be concluded. */
        UNDECIDABLE
    }

    static Scenario harmless(String name, Supplier<Effect> effect) {
        return new Scenario(name, Truth.HARMLESS, effect, effect, 0, false, OptionalDouble.empty());
    }

    static Scenario harmful(String name, Supplier<Effect> effect) {
        return new Scenario(name, Truth.HARMFUL, effect, Scenarios::nothing, 0, false, OptionalDouble.empty());
    }

    Scenario truth(Truth other) {
        return new Scenario(name, other, effect, healthy, extraRatios, heap, canaryShare);
    }

    Scenario extraRatios(int count) {
        return new Scenario(name, truth, effect, healthy, count, heap, canaryShare);
    }

    Scenario withHeap() {
        return new Scenario(name, truth, effect, healthy, extraRatios, true, canaryShare);
    }

    Scenario share(double share) {
        return new Scenario(name, truth, effect, healthy, extraRatios, heap, OptionalDouble.of(share));
    }

    Scenario healthy(Supplier<Effect> other) {
        return new Scenario(name, truth, effect, other, extraRatios, heap, canaryShare);
    }
}
