package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.ScalarShape;
import io.keelstream.kubernetes.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays an applied configuration over a live value: leaves and atomic values of the configuration win, nothing is removed,
 * items of associative lists keep the live order unless the configuration orders them. Subtrees that do not change are
 * shared with the live value. Pure; thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // shared subtrees and the absent value are known by identity
final class Merging {

    private Merging() {}

    /** The merged value; one of the two may be {@link Absent#VALUE}. */
    static @Nullable Object merge(Schema schema, @Nullable Object live, @Nullable Object applied) {
        if (live == applied || applied == Absent.VALUE) {
            return live;
        }
        if (live == Absent.VALUE) {
            return applied;
        }
        return switch (schema.shapeFor(applied)) {
            case ScalarShape ignored -> applied;
            case ListShape list -> {
                List<@Nullable Object> old = Manifest.list(live);
                List<@Nullable Object> wanted = Manifest.list(applied);
                boolean whole = !list.associative() || (old.isEmpty() && wanted.isEmpty());
                yield whole ? applied : items(list, live, old, wanted);
            }
            case MapShape map -> {
                Map<String, @Nullable Object> old = Manifest.map(live);
                Map<String, @Nullable Object> wanted = Manifest.map(applied);
                boolean whole = map.atomic() || (old.isEmpty() && wanted.isEmpty());
                yield whole ? applied : fields(map, live, old, wanted);
            }
        };
    }

    private static @Nullable Object fields(
            MapShape map,
            @Nullable Object live,
            Map<String, @Nullable Object> old,
            Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> merged = null;
        for (Map.Entry<String, @Nullable Object> field : wanted.entrySet()) {
            Schema type = map.typeOf(field.getKey());
            Object before = Absent.get(old, field.getKey());
            Object after = type == null ? before : merge(type, before, field.getValue());
            if (after != before) {
                merged = merged == null ? new LinkedHashMap<>(old) : merged;
                merged.put(field.getKey(), after);
            }
        }
        return merged == null && live instanceof Map ? live : merged == null ? wanted : merged;
    }

    private static @Nullable Object items(
            ListShape list, @Nullable Object live, List<@Nullable Object> old, List<@Nullable Object> wanted) {
        if (wanted.isEmpty()) {
            return live;
        }
        List<@Nullable Object> merged = new ListMerge(list, old, wanted).merge();
        if (live instanceof List && merged.size() == old.size()) {
            boolean same = true;
            for (int i = 0; i < merged.size() && same; i++) {
                same = merged.get(i) == old.get(i);
            }
            if (same) {
                return live;
            }
        }
        return merged;
    }
}
