package io.keelstream.applier.report;

import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.live.OnHold;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a target that are on hold, as the watches show them.
 *
 * @param ends when the hold of each ends, by reference
 */
record Holds(Map<String, Instant> ends) {

    static Holds of(@Nullable Inventory inventory, @Nullable ClusterAccess cluster) {
        Map<String, Instant> ends = new TreeMap<>();
        if (inventory != null && cluster != null) {
            for (InventoryObject object : inventory.objects()) {
                Instant end = cluster.live().heldUntil(ObjectReference.parse(object.reference()));
                if (end != null) {
                    ends.put(object.reference(), end);
                }
            }
        }
        return new Holds(ends);
    }

    /** When the first hold ends; null without one. */
    @Nullable
    Instant first() {
        return ends.values().stream().min(Comparator.naturalOrder()).orElse(null);
    }

    /** One condition per held object that the plan does not speak of already. */
    List<Problem> notIn(@Nullable Plan plan) {
        return ends.entrySet().stream()
                .filter(hold -> plan == null
                        || Stream.concat(plan.problems().stream(), plan.warnings().stream())
                                .noneMatch(each -> hold.getKey().equals(each.where()) && Reason.HELD.is(each)))
                .map(hold -> OnHold.problem(hold.getKey(), hold.getValue()))
                .toList();
    }
}
