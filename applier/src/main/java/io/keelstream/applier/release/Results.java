package io.keelstream.applier.release;

import java.util.Map;
import java.util.Set;

/**
 * What a release did since its inventory was written last.
 *
 * @param outcomes what became of actions, by reference; an action without an outcome was not begun
 * @param completed references of Jobs and bare Pods that ran to their end, whenever they were applied
 * @param unhealthy references that did not become healthy in time: they are applied again by the retry
 */
public record Results(Map<String, ObjectOutcome> outcomes, Set<String> completed, Set<String> unhealthy) {

    /** Nothing. */
    public static final Results NONE = new Results(Map.of(), Set.of(), Set.of());

    public Results {
        outcomes = Map.copyOf(outcomes);
        completed = Set.copyOf(completed);
        unhealthy = Set.copyOf(unhealthy);
    }

    /** Whether there is anything to record. */
    public boolean isEmpty() {
        return outcomes.isEmpty() && completed.isEmpty() && unhealthy.isEmpty();
    }
}
