package io.keelstream.kubernetes.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes object as a tree of plain values: maps with string keys in document order, lists, strings, booleans,
 * {@link Long} or {@link java.math.BigInteger} for integers, {@link Double} or {@link java.math.BigDecimal} for
 * fractions, and null. Whoever holds a manifest treats its tree as read-only; changes are made on {@link #copy()}.
 *
 * @param tree the object's root
 */
public record Manifest(Map<String, @Nullable Object> tree) {

    public String apiVersion() {
        return text("apiVersion");
    }

    public String kind() {
        return text("kind");
    }

    public String name() {
        return metadataText("name");
    }

    /** The namespace as written; empty where the manifest names none. */
    public String namespace() {
        return metadataText("namespace");
    }

    /** The server's uid; empty for an object that was not read from a server. */
    public String uid() {
        return metadataText("uid");
    }

    public String resourceVersion() {
        return metadataText("resourceVersion");
    }

    /** What controls the object; null where nothing does. */
    public @Nullable ControllerReference controller() {
        for (Object each : list(metadata().get("ownerReferences"))) {
            Map<String, @Nullable Object> owner = map(each);
            if (Boolean.TRUE.equals(owner.get("controller"))) {
                return new ControllerReference(
                        String.valueOf(owner.get("kind")),
                        String.valueOf(owner.get("name")),
                        String.valueOf(owner.get("uid")));
            }
        }
        return null;
    }

    /** Whether it is a Job that deletes itself some time after its end, so that its absence says nothing. False of what has no spec. */
    public boolean expires() {
        return spec().get("ttlSecondsAfterFinished") != null
                && groupKind().toString().equals("Job.batch");
    }

    /** Whether the object is being deleted: it is there until its finalizers are done. */
    public boolean terminating() {
        return metadata().get("deletionTimestamp") != null;
    }

    public GroupKind groupKind() {
        return GroupKind.of(apiVersion(), kind());
    }

    public ObjectReference reference() {
        GroupKind groupKind = groupKind();
        return new ObjectReference(groupKind.group(), groupKind.kind(), namespace(), name());
    }

    /** {@code metadata}, or an empty map. */
    public Map<String, @Nullable Object> metadata() {
        return map(tree.get("metadata"));
    }

    public Map<String, @Nullable Object> spec() {
        return map(tree.get("spec"));
    }

    public Map<String, @Nullable Object> status() {
        return map(tree.get("status"));
    }

    /** The annotation's text, or null where it is absent. */
    public @Nullable String annotation(String name) {
        return map(metadata().get("annotations")).get(name) instanceof String text ? text : null;
    }

    /** The label's text, or null where it is absent. */
    public @Nullable String label(String name) {
        return map(metadata().get("labels")).get(name) instanceof String text ? text : null;
    }

    /** The value at the keys, descending through maps only; null where a step is missing or is not a map. */
    public @Nullable Object at(String... keys) {
        Object value = tree;
        for (String key : keys) {
            value = map(value).get(key);
        }
        return value;
    }

    /**
     * The objects of a {@code kind: List} or of a list of one kind; {@code items: null} is a list without objects. Empty
     * for anything that is not a list.
     */
    public Optional<List<@Nullable Object>> items() {
        Object items = tree.get("items");
        boolean list = items instanceof List<?> || (items == null && tree.containsKey("items"));
        return list && kind().endsWith("List") ? Optional.of(list(items)) : Optional.empty();
    }

    /** A deep, mutable copy. */
    public Manifest copy() {
        return new Manifest(map(copyOf(tree)));
    }

    /** The value as a map; an empty map for anything else. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /** The value as a list; an empty list for anything else. */
    @SuppressWarnings("unchecked")
    public static List<@Nullable Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    /** A deep copy of a tree of plain values; scalars are shared. */
    public static @Nullable Object copyOf(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
            map(map).forEach((key, child) -> copy.put(key, copyOf(child)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new java.util.ArrayList<>(list.size());
            list(list).forEach(child -> copy.add(copyOf(child)));
            return copy;
        }
        return value;
    }

    /** Kind and name only: bodies never reach a log. */
    @Override
    public String toString() {
        return "Manifest[" + kind() + " " + namespace() + "/" + name() + "]";
    }

    private String text(String key) {
        return tree.get(key) instanceof String text ? text : "";
    }

    private String metadataText(String key) {
        return metadata().get(key) instanceof String text ? text : "";
    }
}
