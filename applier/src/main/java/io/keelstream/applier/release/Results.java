package io.keelstream.applier.release;

import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a release did since its inventory was written last.
 *
 * @param outcomes what became of actions, by reference; an action without an outcome was not begun
 * @param completed references of Jobs and bare Pods that ran to their end, whenever they were applied
 * @param unhealthy references that did not become healthy in time: they are applied again by the retry
 * @param rewritten our Apply entry of objects that a trial wrote and left as they are recorded, by reference
 * @param hooks digests of hooks that succeeded, by id
 * @param barrier the hook that was begun and that no rollback passes; null without one
 */
public record Results(
        Map<String, ObjectOutcome> outcomes,
        Set<String> completed,
        Set<String> unhealthy,
        Map<String, OwnedFields> rewritten,
        Map<String, String> hooks,
        @Nullable Barrier barrier) {

    /** Nothing. */
    public static final Results NONE = new Results(Map.of(), Set.of(), Set.of());

    public Results {
        outcomes = Map.copyOf(outcomes);
        completed = Set.copyOf(completed);
        unhealthy = Set.copyOf(unhealthy);
        rewritten = Map.copyOf(rewritten);
        hooks = Map.copyOf(hooks);
    }

    /** Those of a release without a trial and without hooks. */
    public Results(Map<String, ObjectOutcome> outcomes, Set<String> completed, Set<String> unhealthy) {
        this(outcomes, completed, unhealthy, Map.of(), Map.of(), null);
    }

    /** Whether there is anything to record. */
    public boolean isEmpty() {
        return outcomes.isEmpty()
                && completed.isEmpty()
                && unhealthy.isEmpty()
                && rewritten.isEmpty()
                && hooks.isEmpty()
                && barrier == null;
    }
}
