package io.keelstream.sandbox.store;

import io.keelstream.sandbox.resource.TypeKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The subscriptions by what they listen to, so that a change is shown to those of its type and namespace alone, and wakes
 * only those that selected its object. Not thread-safe: the store's lock guards it.
 */
final class Audience {

    private record Place(TypeKey type, String namespace) {}

    private final Set<Subscription> ofEverything = new LinkedHashSet<>();
    private final Map<Place, Set<Subscription>> byPlace = new HashMap<>();

    void add(Subscription subscription) {
        Interest interest = subscription.interest();
        if (interest.type() == null) {
            ofEverything.add(subscription);
        } else {
            byPlace.computeIfAbsent(place(interest.type(), interest.namespace()), _ -> new LinkedHashSet<>())
                    .add(subscription);
        }
    }

    void remove(Subscription subscription) {
        Interest interest = subscription.interest();
        if (interest.type() == null) {
            ofEverything.remove(subscription);
            return;
        }
        byPlace.computeIfPresent(place(interest.type(), interest.namespace()), (_, there) -> {
            there.remove(subscription);
            return there.isEmpty() ? null : there;
        });
    }

    /** Sends the change to every subscription that it concerns. */
    void deliver(Change change) {
        ObjectKey key = change.key();
        deliver(change, ofEverything);
        deliver(change, byPlace.getOrDefault(place(key.type(), ""), Set.of()));
        if (!key.namespace().isEmpty()) {
            deliver(change, byPlace.getOrDefault(place(key.type(), key.namespace()), Set.of()));
        }
    }

    List<Subscription> all() {
        List<Subscription> all = new ArrayList<>(ofEverything);
        byPlace.values().forEach(all::addAll);
        return all;
    }

    private static void deliver(Change change, Set<Subscription> subscriptions) {
        for (Subscription subscription : subscriptions) {
            if (subscription.interest().concerns(change)) {
                subscription.deliver(change);
            }
        }
    }

    private static Place place(TypeKey type, String namespace) {
        return new Place(type, namespace);
    }
}
