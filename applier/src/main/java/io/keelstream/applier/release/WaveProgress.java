package io.keelstream.applier.release;

import io.keelstream.contracts.plan.PlannedAction;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order inside one wave: an action may start when everything it depends on is done. Dependencies on references
 * outside the wave count as done. Not thread-safe: one thread reads and writes.
 *
 * @param <A> what is done
 */
public final class WaveProgress<A extends PlannedAction> {

    private final Map<String, A> waiting = new LinkedHashMap<>();
    private final Set<String> running = new HashSet<>();

    public WaveProgress(List<A> actions) {
        actions.forEach(action -> waiting.put(action.reference(), action));
    }

    /** Takes every action that may start now. */
    public List<A> start() {
        List<A> ready = waiting.values().stream()
                .filter(action -> action.dependsOn().stream()
                        .noneMatch(other -> !other.equals(action.reference())
                                && (waiting.containsKey(other) || running.contains(other))))
                .toList();
        ready.forEach(action -> {
            waiting.remove(action.reference());
            running.add(action.reference());
        });
        return ready;
    }

    /** The action is done. */
    public void done(String reference) {
        running.remove(reference);
    }

    /** Whether something was started and is not done. */
    public boolean busy() {
        return !running.isEmpty();
    }
}
