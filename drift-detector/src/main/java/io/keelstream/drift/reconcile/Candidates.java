package io.keelstream.drift.reconcile;

import io.keelstream.contracts.inventory.InventoryObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one target to assess: those that events named, or all of them when the records they are assessed by are
 * others. Thread-safe.
 */
final class Candidates {

    private final Set<String> named = new HashSet<>();
    private final Map<String, Instant> doubted = new HashMap<>();
    private @Nullable String basis;

    /** An event named the object. */
    synchronized void add(String reference) {
        named.add(reference);
    }

    /** Nothing can be assessed now: the next time everything is. */
    synchronized void forget() {
        basis = null;
        doubted.clear();
    }

    /**
     * The objects to assess now; they are no longer candidates.
     *
     * @param current what they are assessed by
     */
    synchronized List<InventoryObject> take(String current, List<InventoryObject> objects) {
        boolean all = !current.equals(basis);
        basis = current;
        List<InventoryObject> taken = all
                ? objects
                : objects.stream()
                        .filter(object -> named.contains(object.reference()))
                        .toList();
        named.clear();
        return taken;
    }

    /**
     * Whether something that our own applier may have done has stood long enough; otherwise it stays a candidate.
     *
     * @param now when it was seen
     * @param pause for how long the record of a release is waited for
     */
    synchronized boolean stands(String reference, Instant now, Duration pause) {
        Instant first = doubted.computeIfAbsent(reference, same -> now);
        if (first.plus(pause).isAfter(now)) {
            named.add(reference);
            return false;
        }
        return true;
    }

    /** The object has not drifted, or its drift is reported: the next doubt is a new one. */
    synchronized void settled(String reference) {
        doubted.remove(reference);
    }
}
