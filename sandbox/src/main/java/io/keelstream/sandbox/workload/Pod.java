package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod as its controllers see it. */
record Pod(StoredObject object) {

    Map<String, @Nullable Object> tree() {
        return object.tree();
    }

    String name() {
        return object.name();
    }

    boolean deleting() {
        return Tree.at(tree(), "metadata", "deletionTimestamp") != null;
    }

    String phase() {
        return Tree.text(tree(), "status", "phase");
    }

    boolean ended() {
        return phase().equals("Succeeded") || phase().equals("Failed");
    }

    boolean ready() {
        return !readySince().isEmpty();
    }

    /** Ready for at least so long. */
    boolean available(long minReadySeconds, Instant now) {
        String since = readySince();
        return !since.isEmpty()
                && (minReadySeconds == 0
                        || !Instant.parse(since).plusSeconds(minReadySeconds).isAfter(now));
    }

    String label(String name) {
        return object.labels().getOrDefault(name, "");
    }

    private String readySince() {
        for (Map<String, @Nullable Object> condition : Tree.maps(tree(), "status", "conditions")) {
            if (Tree.text(condition, "type").equals("Ready")
                    && Tree.text(condition, "status").equals("True")) {
                return Tree.text(condition, "lastTransitionTime");
            }
        }
        return "";
    }

    /** A new pod from a template, controlled by its maker. */
    static Map<String, @Nullable Object> from(
            StoredObject owner, Map<String, @Nullable Object> template, Map<String, @Nullable Object> labels) {
        Map<String, @Nullable Object> copy = Tree.copy(template);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("generateName", owner.name() + "-");
        Map<String, @Nullable Object> allLabels = Tree.within(copy, "metadata", "labels");
        allLabels.putAll(labels);
        metadata.put("labels", allLabels);
        Tree.set(metadata, "annotations", Tree.at(copy, "metadata", "annotations"));
        Tree.set(metadata, "finalizers", Tree.at(copy, "metadata", "finalizers"));
        metadata.put("ownerReferences", new java.util.ArrayList<@Nullable Object>(List.of(controllerOf(owner))));
        return Tree.of("metadata", metadata, "spec", copy.get("spec"));
    }

    /** An ownerReference to the controller of an object. */
    static Map<String, @Nullable Object> controllerOf(StoredObject owner) {
        return Tree.of(
                "apiVersion", owner.tree().get("apiVersion"),
                "kind", owner.tree().get("kind"),
                "name", owner.name(),
                "uid", owner.uid(),
                "controller", true,
                "blockOwnerDeletion", true);
    }
}
