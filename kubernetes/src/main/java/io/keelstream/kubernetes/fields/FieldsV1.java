package io.keelstream.kubernetes.fields;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a {@link FieldSet}: nested JSON objects keyed by steps, where {@code "."} marks a step that is a member
 * and has members below it. Pure; thread-safe.
 */
final class FieldsV1 {

    private static final String SELF = ".";

    private FieldsV1() {}

    static FieldSet read(Map<String, @Nullable Object> tree) {
        FieldSetBuilder set = new FieldSetBuilder();
        for (Map.Entry<String, @Nullable Object> entry : tree.entrySet()) {
            if (entry.getKey().equals(SELF)) {
                continue;
            }
            Map<String, @Nullable Object> below = map(entry.getValue());
            PathElements.read(entry.getKey()).ifPresent(step -> {
                FieldSet members = read(below);
                set.add(step, members.isEmpty() || below.containsKey(SELF), members);
            });
        }
        return set.build();
    }

    static Map<String, @Nullable Object> write(FieldSet set) {
        Map<String, @Nullable Object> tree = LinkedHashMap.newLinkedHashMap(set.array().length);
        write(set, tree);
        return tree;
    }

    private static void write(FieldSet set, Map<String, @Nullable Object> tree) {
        for (FieldSet.Entry entry : set.array()) {
            FieldSet below = entry.below();
            Map<String, @Nullable Object> child = LinkedHashMap.newLinkedHashMap(below.array().length + 1);
            if (entry.member() && !below.isEmpty()) {
                child.put(SELF, new LinkedHashMap<String, @Nullable Object>());
            }
            write(below, child);
            tree.put(PathElements.write(entry.step()), child);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalArgumentException("fieldsV1 holds something that is not an object");
    }
}
