package io.keelstream.planner.gate;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.identity.Identities;
import io.keelstream.contracts.problem.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether deletions may go ahead without a person's word. Every answer that is not empty stops the whole plan; each says
 * what to do. Pure.
 */
public final class PruneGuard {

    /** Below this many applied objects a share says nothing. */
    public static final int PERCENT_FROM = 20;

    private static final int NAMED = 20;

    private static final Set<String> PROTECTED = Set.of(
            "Namespace", "CustomResourceDefinition.apiextensions.k8s.io", "PersistentVolume", "PersistentVolumeClaim");

    private PruneGuard() {}

    /**
     * Objections to deleting what left a bundle that still exists.
     *
     * @param desired the bundle
     * @param deletions what would be deleted
     * @param applied how many objects are applied now
     */
    public static List<Problem> objections(Desired desired, List<InventoryObject> deletions, int applied) {
        List<Problem> objections = new ArrayList<>();
        if (deletions.isEmpty()) {
            return objections;
        }
        if (desired.objects().isEmpty()) {
            objections.add(Reason.EMPTY_RENDER.problem("restore the objects in Git, which renders none at all, or remove the application after setting"
                            + " onRemoval: prune; this would delete " + names(deletions), null));
        }
        Set<String> generated = generated(desired);
        List<InventoryObject> counted = deletions.stream()
                .filter(each -> !generated.contains(generatedKey(each.reference(), each.generatedName())))
                .toList();
        Prune limits = desired.policy().prune();
        switch (limits.mode()) {
            case AUTO -> limits(counted, limits, applied, objections);
            case CONFIRM, UNKNOWN -> {
                if (!counted.isEmpty()) {
                    objections.add(Reason.PRUNE_CONFIRM.problem("restore the objects in Git, or set prune.mode: auto (it is confirm) in keelstream.yaml; this"
                                    + " would delete " + names(counted), null));
                }
            }
            case NEVER -> {}
        }
        objections.addAll(protectedKinds(deletions));
        return objections;
    }

    /**
     * Objections to taking a whole target away.
     *
     * @param onRemoval the last policy that Git named for it
     * @param deletions what would be deleted
     */
    public static List<Problem> removalObjections(OnRemoval onRemoval, List<InventoryObject> deletions) {
        if (deletions.isEmpty()) {
            return List.of();
        }
        return switch (onRemoval) {
            case ORPHAN -> List.of();
            case PRUNE -> protectedKinds(deletions);
            case CONFIRM, UNKNOWN -> {
                List<Problem> objections = new ArrayList<>();
                objections.add(Reason.REMOVAL_CONFIRM.problem("restore the target in Git, which lost it, and remove it again with onRemoval: prune to delete,"
                                + " or orphan to leave, " + names(deletions)
                                + "; policy.onRemoval is confirm, so they stay until then", null));
                objections.addAll(protectedKinds(deletions));
                yield objections;
            }
        };
    }

    /** Objections to deleting what carries the target's mark while no record says that the target applied it. */
    public static List<Problem> leftBehindObjections(List<InventoryObject> found) {
        return found.isEmpty()
                ? List.of()
                : List.of(Reason.LEFT_BEHIND.problem("restore in Git, or delete by hand, " + names(found)
                                + ": they carry this target's mark, but are neither in Git nor in a record, which happens"
                                + " when Kafka is lost; annotate them " + Annotations.PRUNE
                                + "=disabled to let them live", null));
    }

    private static void limits(List<InventoryObject> counted, Prune limits, int applied, List<Problem> objections) {
        if (counted.size() > limits.maxObjects()) {
            objections.add(Reason.PRUNE_LIMIT.problem("raise prune.maxObjects (" + limits.maxObjects() + ") to at least " + counted.size()
                            + " in keelstream.yaml, or restore the objects; this would delete " + names(counted), null));
        }
        if (applied >= PERCENT_FROM && counted.size() * 100L > (long) limits.maxPercent() * applied) {
            long percent = (counted.size() * 100L + applied - 1) / applied;
            objections.add(Reason.PRUNE_LIMIT.problem("raise prune.maxPercent (" + limits.maxPercent() + ") to at least " + percent
                            + " in keelstream.yaml, or restore the objects; this would delete " + counted.size()
                            + " of " + applied + " objects", null));
        }
    }

    private static List<Problem> protectedKinds(List<InventoryObject> deletions) {
        return deletions.stream()
                .filter(each -> PROTECTED.contains(
                        ObjectReference.parse(each.reference()).groupKind().toString()))
                .map(each -> Reason.PROTECTED_KIND.problem("is of a kind that is never deleted without a person's word; restore it in Git, delete it by"
                                + " hand, or annotate the live object " + Annotations.PRUNE
                                + "=disabled to let it go on"
                                + " living", each.reference()))
                .toList();
    }

    private static Set<String> generated(Desired desired) {
        return desired.objects().stream()
                .map(each -> generatedKey(each.reference(), each.generatedName()))
                .filter(key -> !key.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String generatedKey(String text, @Nullable String generatedName) {
        if (generatedName == null) {
            return "";
        }
        ObjectReference reference = Identities.canonical(text);
        return reference.groupKind() + "/" + reference.namespace() + "/" + generatedName;
    }

    private static String names(List<InventoryObject> objects) {
        String names =
                objects.stream().limit(NAMED).map(InventoryObject::reference).collect(Collectors.joining(", "));
        return objects.size()
                + (objects.size() == 1 ? " object (" : " objects (")
                + names
                + (objects.size() > NAMED ? ", ...)" : ")");
    }
}
