package io.keelstream.benchmarks.canary;

import java.util.List;

/** The methods that are compared. Stateless. */
final class Methods {

    private Methods() {}

    /** Ours in every regime; the others know no history and are run once. */
    static List<Method> of(Regime regime) {
        return switch (regime) {
            case FIRST -> List.of(new SequentialMethod(regime));
            case HISTORY -> List.of(new SequentialMethod(regime));
        };
    }
}
