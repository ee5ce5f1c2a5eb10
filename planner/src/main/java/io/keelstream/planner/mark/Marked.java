package io.keelstream.planner.mark;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as it is applied: what Git says, freed of what only a server may say, with our label and annotations on its
 * own metadata and nowhere else.
 *
 * @param body the object
 * @param warnings marks that were written in Git already
 */
public record Marked(Manifest body, List<Problem> warnings) {

    private static final List<String> SERVER_SIDE = List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "managedFields",
            "selfLink");

    /**
     * Marks a copy of a manifest.
     *
     * @param manifest the object from Git
     * @param reference its identity in the cluster; its namespace is written into the object
     * @param shard the partition of the target
     * @param owner the value of the owner mark
     * @param commit the commit at which the object changed last
     */
    public static Marked of(Manifest manifest, ObjectReference reference, int shard, String owner, String commit) {
        Manifest copy = manifest.copy();
        copy.tree().remove("status");
        Map<String, @Nullable Object> metadata = child(copy.tree(), "metadata");
        SERVER_SIDE.forEach(metadata::remove);
        if (reference.namespace().isEmpty()) {
            metadata.remove("namespace");
        } else {
            metadata.put("namespace", reference.namespace());
        }
        List<Problem> warnings = new ArrayList<>();
        Map<String, @Nullable Object> labels = child(metadata, "labels");
        String number = Integer.toString(shard);
        Object label = labels.putIfAbsent(Labels.SHARD, number);
        if (label != null && !label.equals(number)) {
            warnings.add(Reason.MARK_TAKEN.problem(
                    "sets the label " + Labels.SHARD + " itself, so its health is not watched; remove the label",
                    reference.toString()));
        }
        Map<String, @Nullable Object> annotations = child(metadata, "annotations");
        boolean taken = annotations.containsKey(Annotations.OWNER) || annotations.containsKey(Annotations.COMMIT);
        annotations.put(Annotations.OWNER, owner);
        annotations.put(Annotations.COMMIT, commit);
        if (taken) {
            warnings.add(Reason.MARK_TAKEN.problem(
                    "sets " + Annotations.OWNER + " or " + Annotations.COMMIT
                            + " in Git, which Keelstream writes itself; remove the annotation",
                    reference.toString()));
        }
        return new Marked(copy, List.copyOf(warnings));
    }

    private static Map<String, @Nullable Object> child(Map<String, @Nullable Object> parent, String key) {
        if (parent.get(key) instanceof Map<?, ?> existing) {
            return Manifest.map(existing);
        }
        Map<String, @Nullable Object> created = new LinkedHashMap<>();
        parent.put(key, created);
        return created;
    }
}
