package io.keelstream.planner.order;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.identity.Identities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of the objects must come before which. Only objects of the list count: whatever is not in it exists already
 * or is not ours to bring. Kinds are matched by group and kind, so a custom resource named {@code Namespace} is not a
 * Namespace. Built for one list; not thread-safe.
 */
final class Inference {

    private static final GroupKind DEFINITION = new GroupKind("apiextensions.k8s.io", "CustomResourceDefinition");
    private static final GroupKind NAMESPACE = new GroupKind("", "Namespace");
    private static final GroupKind VOLUME = new GroupKind("", "PersistentVolume");
    private static final GroupKind CLAIM = new GroupKind("", "PersistentVolumeClaim");

    private final Map<ObjectReference, Item> items = new LinkedHashMap<>();
    private final Map<GroupKind, ObjectReference> definitions = new LinkedHashMap<>();
    private final List<Item> volumes = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    Inference(List<Item> list) {
        for (Item item : list) {
            items.put(Identities.canonical(item.reference()), item);
            if (item.reference().groupKind().equals(DEFINITION)) {
                GroupKind defined = definedKind(item.body());
                if (defined != null) {
                    definitions.put(defined, item.reference());
                }
            } else if (item.reference().groupKind().equals(VOLUME)) {
                volumes.add(item);
            }
        }
    }

    /** Explicit dependencies that name nothing in the list. They do no harm: what they name may exist already. */
    List<Problem> warnings() {
        return warnings;
    }

    /** The objects of the list that this one must come after; never contains an object outside the list. */
    Set<Item> before(Item item) {
        Set<Item> before = new LinkedHashSet<>();
        for (ObjectReference prerequisite : prerequisites(item)) {
            Item found = items.get(prerequisite);
            if (found != null && !found.equals(item)) {
                before.add(found);
            }
        }
        for (String text : item.dependsOn()) {
            List<Item> named = DependsOn.find(text, item.reference(), items);
            if (named.isEmpty()) {
                warnings.add(Reason.UNKNOWN_DEPENDENCY.problem(
                        Annotations.DEPENDS_ON + ": '" + text + "' names nothing that this plan changes",
                        item.reference().toString()));
            }
            before.addAll(named);
        }
        return before;
    }

    /** The kind that a CustomResourceDefinition defines; null where its body does not say. */
    static @Nullable GroupKind definedKind(Manifest definition) {
        return definition.at("spec", "group") instanceof String group
                        && definition.at("spec", "names", "kind") instanceof String kind
                        && !kind.isEmpty()
                ? new GroupKind(group, kind)
                : null;
    }

    /** Whether the second cannot even be sent before the first exists. */
    static boolean hard(Item prerequisite, Item dependent) {
        GroupKind kind = prerequisite.reference().groupKind();
        if (kind.equals(NAMESPACE)) {
            return dependent
                    .reference()
                    .namespace()
                    .equals(prerequisite.reference().name());
        }
        return kind.equals(DEFINITION) && dependent.reference().groupKind().equals(definedKind(prerequisite.body()));
    }

    private Set<ObjectReference> prerequisites(Item item) {
        ObjectReference reference = item.reference();
        Set<ObjectReference> all = new LinkedHashSet<>();
        ObjectReference definition = definitions.get(reference.groupKind());
        if (definition != null) {
            all.add(definition);
        }
        if (!reference.namespace().isEmpty()) {
            all.add(new ObjectReference("", "Namespace", "", reference.namespace()));
        }
        Needs.of(reference, item.body()).forEach(each -> all.add(Identities.canonical(each)));
        if (reference.groupKind().equals(CLAIM)) {
            volumesOf(item).forEach(all::add);
        }
        return all;
    }

    /** Volumes that may serve a claim: reserved for it, or of its storage class. */
    private List<ObjectReference> volumesOf(Item claim) {
        Object storageClass = claim.body().at("spec", "storageClassName");
        return volumes.stream()
                .filter(volume -> reserved(volume.body(), claim.reference())
                        || (storageClass != null
                                && storageClass.equals(volume.body().at("spec", "storageClassName"))))
                .map(Item::reference)
                .toList();
    }

    private static boolean reserved(Manifest volume, ObjectReference claim) {
        return claim.name().equals(volume.at("spec", "claimRef", "name"))
                && claim.namespace().equals(volume.at("spec", "claimRef", "namespace"));
    }
}
