package io.keelstream.contracts.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object's change. In a plan, ENSURE stands first, then CREATE, UPDATE, ADOPT and REPLACE by wave and dependency, then
 * RELEASE, then PRUNE in the order of deleting.
 *
 * @param action what is done
 * @param reference {@code Kind.group/namespace/name}, the namespace resolved against the cluster
 * @param cluster the former cluster on which a prune or release acts after the target moved; null for the plan's cluster
 * @param apiVersion version to speak to the server in
 * @param wave wave; of a prune the wave it was applied in, prunes come after the last wave in descending order
 * @param dependsOn references inside the same wave that must be applied (and, for definitions, be established) before;
 *     of a prune: references that must be gone before
 * @param digest digest of the desired object; null for prunes
 * @param uid the live object's uid that a prune, replacement or adoption is bound to; null for a creation
 * @param resourceVersion the live object's version that an adoption is bound to; null otherwise
 * @param movedFrom owner mark that is accepted besides our own; null without a move
 * @param adoptManagers field managers whose entries are folded into ours; empty unless adopting
 * @param predicted the outcome was predicted locally: the server could not be asked yet
 * @param omitted paths (RFC 6901) that are left out of the apply, e.g. replicas under an autoscaler
 * @param handover the live value written under the hand-over manager before a field is given up, by path
 * @param diff field by field, masked
 * @param conflicts fields that others own and that will be taken, or stay: {@code path: manager}
 * @param sealed whether Secret values in the body are sealed to the applier's key
 * @param body the object to apply, complete with our marks; null for prunes
 */
public record PlannedAction(
        Action action,
        String reference,
        @Nullable String cluster,
        String apiVersion,
        int wave,
        List<String> dependsOn,
        @Nullable String digest,
        @Nullable String uid,
        @Nullable String resourceVersion,
        @Nullable String movedFrom,
        List<String> adoptManagers,
        boolean predicted,
        List<String> omitted,
        Map<String, @Nullable Object> handover,
        List<FieldDiff> diff,
        List<String> conflicts,
        boolean sealed,
        @Nullable Map<String, @Nullable Object> body) {

    /** What is done to an object. */
    public enum Action {
        /** Applied; there is no live object. */
        CREATE,
        /** Applied; the live object is ours, or is handed over by {@code movedFrom}. */
        UPDATE,
        /**
         * Applied; the live object carries no owner mark yet. In one patch bound to {@code resourceVersion}, the entries
         * of {@code adoptManagers} in its managedFields are folded into ours first.
         */
        ADOPT,
        /** Deleted and created again, because an immutable field changed and the owner allowed it. */
        REPLACE,
        PRUNE,
        /** No longer ours, and left alone: dropped from the inventory only; the live object is not touched. */
        RELEASE,
        /**
         * Created when absent, by a plain create, and nothing else: not applied again, not owned, without marks, never in
         * the inventory and so never pruned. The target's namespace under {@code createNamespace}. "Already exists" is
         * success.
         */
        ENSURE,
        UNKNOWN
    }

    public PlannedAction {
        dependsOn = List.copyOf(dependsOn);
        adoptManagers = List.copyOf(adoptManagers);
        omitted = List.copyOf(omitted);
        diff = List.copyOf(diff);
        conflicts = List.copyOf(conflicts);
    }

    /** Names the object, not its body. */
    @Override
    public String toString() {
        return "PlannedAction[" + action + " " + reference + "]";
    }
}
