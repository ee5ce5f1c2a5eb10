package io.keelstream.planner.dryrun;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.diff.FieldChange;
import io.keelstream.kubernetes.diff.Masking;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.KnownSchemas;
import io.keelstream.kubernetes.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The masked field diff of two states of one object, in the contract's words and without Keelstream's own marks. Pure. */
final class ObjectDiff {

    private ObjectDiff() {}

    static List<FieldDiff> between(Manifest before, Manifest after, Masking masking) {
        Schema schema = KnownSchemas.of(after.apiVersion(), after.kind(), before, after);
        return io.keelstream.kubernetes.diff.ObjectDiff.of(schema, unmarked(before), unmarked(after), masking).stream()
                .map(ObjectDiff::field)
                .toList();
    }

    private static FieldDiff field(FieldChange change) {
        return new FieldDiff(
                change.path(),
                text(change.before()),
                text(change.after()),
                change.kind() == FieldChange.Kind.REORDERED ? "the same items in another order" : null);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : Json.writeText(value);
    }

    private static Manifest unmarked(Manifest object) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(object.metadata());
        without(metadata, "labels", List.of(Labels.SHARD));
        without(metadata, "annotations", List.of(Annotations.OWNER, Annotations.COMMIT));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        tree.put("metadata", metadata);
        return new Manifest(tree);
    }

    private static void without(Map<String, @Nullable Object> metadata, String where, List<String> names) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>(Manifest.map(metadata.get(where)));
        names.forEach(left::remove);
        if (left.isEmpty()) {
            metadata.remove(where);
        } else {
            metadata.put(where, left);
        }
    }
}
