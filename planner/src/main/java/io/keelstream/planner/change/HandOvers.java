package io.keelstream.planner.change;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.identity.Identities;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which objects left a target for which other one. Pure.
 *
 * @param targets the other targets, by what the objects are in the cluster
 * @param namespace namespace of objects that name none
 */
public record HandOvers(Map<ObjectReference, String> targets, String namespace) {

    public HandOvers {
        targets = Map.copyOf(targets);
    }

    /** Those that Git says. */
    public static HandOvers of(Desired desired) {
        Map<ObjectReference, String> targets = new HashMap<>();
        desired.movedTo().forEach(each -> targets.put(Identities.canonical(each.reference()), each.target()));
        return new HandOvers(targets, desired.namespace());
    }

    /** The target that an object left for, by its reference in the inventory; null where it did not. */
    public @Nullable String to(String reference) {
        ObjectReference canonical = Identities.canonical(reference);
        String target = targets.get(canonical);
        return target != null ? target : targets.get(canonical.inNamespace(namespace));
    }
}
