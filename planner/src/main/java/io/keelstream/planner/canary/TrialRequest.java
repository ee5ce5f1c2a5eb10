package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.planner.mark.Marked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the records say of a target whose policy asks for canary releases.
 *
 * @param desired what Git says
 * @param rules its rules for canary releases
 * @param origin why there is a plan
 * @param known what is applied
 * @param history what earlier releases left
 * @param own the target's mark
 * @param shard the target's partition
 */
public record TrialRequest(
        Desired desired,
        CanaryRules rules,
        Plan.Origin origin,
        List<InventoryObject> known,
        Inventory.History history,
        OwnerMark own,
        int shard) {

    public TrialRequest {
        known = List.copyOf(known);
    }

    /** Why there is a plan. */
    Plan.Trigger trigger() {
        return origin.trigger();
    }

    /** Whether the version that runs is put on trial against itself. */
    boolean rehearses() {
        return trigger() == Plan.Trigger.REHEARSAL;
    }

    /** Reference of an object of the bundle that lives in a namespace. */
    ObjectReference reference(DesiredObject object) {
        ObjectReference reference = ObjectReference.parse(object.reference());
        return reference.namespace().isEmpty() ? reference.inNamespace(desired.namespace()) : reference;
    }

    /** What the bundle has under a reference; null where it has nothing. */
    @Nullable
    DesiredObject inBundle(ObjectReference reference) {
        return desired.objects().stream()
                .filter(object -> reference(object).equals(reference))
                .findFirst()
                .orElse(null);
    }

    /** What is applied under a reference; null where nothing is. */
    @Nullable
    InventoryObject applied(ObjectReference reference) {
        return known.stream()
                .filter(each -> each.reference().equals(reference.toString()))
                .findFirst()
                .orElse(null);
    }

    /** Whether what is applied under a reference is what the bundle has there. */
    boolean settled(ObjectReference reference) {
        InventoryObject applied = applied(reference);
        return applied != null && !applied.dirty() && written(reference);
    }

    /** Whether what was written last under a reference is what the bundle has there, whatever became of it. */
    boolean written(ObjectReference reference) {
        DesiredObject wanted = inBundle(reference);
        InventoryObject applied = applied(reference);
        return wanted != null && applied != null && wanted.digest().equals(applied.digest());
    }

    /** An object as the applier writes it, with our marks. */
    Manifest marked(Manifest manifest, ObjectReference reference, String commit) {
        return Marked.of(manifest, reference, shard, own.toString(), commit).body();
    }
}
