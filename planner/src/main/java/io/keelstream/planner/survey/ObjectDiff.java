package io.keelstream.planner.survey;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.merge.Comparison;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import io.keelstream.kubernetes.schema.Schema;
import io.keelstream.planner.annotation.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field diff of two states of one object, without what only a server or Keelstream itself writes. Pure. */
final class ObjectDiff {

    private static final List<String> SERVER_SIDE =
            List.of("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink");

    private ObjectDiff() {}

    static List<FieldDiff> between(Manifest before, Manifest after) {
        Schema known = BuiltInSchemas.instance().find(after.apiVersion(), after.kind());
        Comparison comparison = Comparison.of(
                known != null ? known : Schema.DEDUCED,
                clean(before).tree(),
                clean(after).tree());
        List<FieldDiff> diff = new ArrayList<>();
        for (FieldPath path : comparison.removed().paths()) {
            diff.add(new FieldDiff(path.pointer(), "\"***\"", null, null));
        }
        for (FieldPath path : comparison.modified().paths()) {
            diff.add(new FieldDiff(path.pointer(), "\"***\"", "\"***\"", null));
        }
        for (FieldPath path : comparison.added().paths()) {
            diff.add(new FieldDiff(path.pointer(), null, "\"***\"", null));
        }
        return diff;
    }

    private static Manifest clean(Manifest object) {
        Manifest copy = object.copy();
        copy.tree().remove("status");
        SERVER_SIDE.forEach(copy.metadata()::remove);
        removeMarks(copy, "labels", Annotations.SHARD);
        removeMarks(copy, "annotations", Annotations.OWNER, Annotations.COMMIT);
        return copy;
    }

    private static void removeMarks(Manifest object, String where, String... names) {
        Map<String, @Nullable Object> map = Manifest.map(object.metadata().get(where));
        if (map.isEmpty()) {
            return;
        }
        List.of(names).forEach(map::remove);
        if (map.isEmpty()) {
            object.metadata().remove(where);
        }
    }
}
