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
 * Which objects of one target are to be judged: those that events named, or all of them when what they are judged by is
 * another. Thread-safe.
 */
final class Candidates {

    /** The record of a release may arrive so much later than a drift that the release made. */
    static final Duration OWN_DOING = Duration.ofMillis(100);

    /** The same for a drift that the release put back: being told of that may wait longer. */
    static final Duration OWN_CORRECTION = Duration.ofMillis(500);

    /** The same where Git wants the object otherwise, so that a release is due in any case. */
    static final Duration OWN_RELEASE = Duration.ofSeconds(5);

    private final Set<String> named = new HashSet<>();
    private final Map<String, Instant> doubted = new HashMap<>();
    private @Nullable String basis;

    /** An event named the object. */
    synchronized void add(String reference) {
        named.add(reference);
    }

    /** Nothing can be judged now: the next time everything is. */
    synchronized void forget() {
        basis = null;
        doubted.clear();
    }

    /**
     * The objects to judge now; they are no candidates any more.
     *
     * @param current what they are judged by
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

    /** The object is as it shall be, or its drift is told: the next doubt is a new one. */
    synchronized void settled(String reference) {
        doubted.remove(reference);
    }
}
