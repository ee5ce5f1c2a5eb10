package io.keelstream.planner.order;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Comparator;
import java.util.List;

/**
 * The order of deleting: the order of applying, backwards, as far as it is known without bodies. A Namespace goes after
 * its content and a definition after the custom resources of its group. Pure.
 */
public final class PruneOrder {

    private static final Comparator<Pruned> BACKWARDS = Comparator.comparingInt(Pruned::wave)
            .thenComparingInt(pruned -> KindRank.of(pruned.reference().groupKind()))
            .thenComparing(Pruned::reference)
            .reversed();

    private PruneOrder() {}

    /**
     * One object to be deleted.
     *
     * @param reference its identity
     * @param wave the wave it was applied in
     */
    public record Pruned(ObjectReference reference, int wave) {}

    /** First to last. */
    public static List<Pruned> of(List<Pruned> objects) {
        return objects.stream().sorted(BACKWARDS).toList();
    }

    /** Those of the list that must be gone before this one may be deleted, in reference order. */
    public static List<ObjectReference> before(Pruned one, List<Pruned> all) {
        return all.stream()
                .map(Pruned::reference)
                .filter(other -> standsOn(other, one.reference()))
                .sorted()
                .toList();
    }

    private static boolean standsOn(ObjectReference other, ObjectReference base) {
        GroupKind kind = base.groupKind();
        if (kind.equals(new GroupKind("", "Namespace"))) {
            return other.namespace().equals(base.name());
        }
        if (kind.equals(new GroupKind("apiextensions.k8s.io", "CustomResourceDefinition"))) {
            int dot = base.name().indexOf('.');
            return dot > 0 && other.group().equals(base.name().substring(dot + 1));
        }
        return false;
    }
}
