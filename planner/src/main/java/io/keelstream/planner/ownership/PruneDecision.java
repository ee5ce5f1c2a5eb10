package io.keelstream.planner.ownership;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.Possession;
import io.keelstream.kubernetes.tenant.TenantRule;
import io.keelstream.planner.annotation.RuleReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an object that left Git. It is deleted only when a fresh read shows that it is ours: the cluster is the
 * inventory's (the caller made sure), it carries our mark, we have an Apply entry in its managedFields, and its uid is the
 * one in the inventory; and that the tenant may have such an object, since a name that another one gave up brings what is left of its
 * objects. In every other case it is let go, untouched.
 */
public sealed interface PruneDecision {

    /** The object as the inventory knows it. */
    InventoryObject object();

    /** It is ours and may go, if the guards agree. */
    record Delete(InventoryObject object, String uid) implements PruneDecision {}

    /** It is gone already, kept on purpose or not ours: only the inventory forgets it. */
    record Release(InventoryObject object, @Nullable Problem warning) implements PruneDecision {}

    /** What the server has to ask about it does not answer: nothing is decided, and the plan waits. */
    record Unanswered(InventoryObject object, Problem problem) implements PruneDecision {}

    /** A person holds it still. */
    record Held(InventoryObject object, Hold hold) implements PruneDecision {}

    /**
     * Decides.
     *
     * @param object the inventory's entry
     * @param live fresh metadata of the live object; null when there is none
     * @param view the target and its rules
     */
    static PruneDecision of(InventoryObject object, @Nullable Manifest live, OwnershipContext view) {
        if (live == null) {
            return new Release(object, null);
        }
        if (Hold.of(live, view.now()) instanceof Hold.Reading.Held(Hold hold)) {
            return new Held(object, hold);
        }
        if (Possession.of(live, view.own(), object.uid()) instanceof Possession.NotOurs(String why)) {
            return new Release(
                    object,
                    Reason.NOT_OURS.problem("left Git and is not deleted, because it " + why, object.reference()));
        }
        Optional<String> foreign = TenantRule.refusal(view.tenants(), ObjectReference.parse(object.reference()));
        if (foreign.isPresent()) {
            return new Release(
                    object,
                    Reason.TENANT_LIMIT.problem("left Git and is not deleted: " + foreign.get(), object.reference()));
        }
        if (RuleReader.read(live).keep()) {
            return new Release(
                    object,
                    Reason.KEPT.problem(
                            "left Git and is not deleted, because an annotation on it disables pruning",
                            object.reference()));
        }
        return new Delete(object, live.uid());
    }
}
