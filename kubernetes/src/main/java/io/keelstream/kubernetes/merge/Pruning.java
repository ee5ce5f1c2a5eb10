package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Removes what an applier owned before, does not apply now, and no other manager owns. Pure; thread-safe.
 */
final class Pruning {

    private Pruning() {}

    /**
     * The merged object without what its applier dropped.
     *
     * @param last what the applier owned before this apply
     * @param applied what it owns with this apply
     * @param managed everything that any manager owns with this apply, the applier included
     */
    static @Nullable Object prune(
            Schema schema, @Nullable Object merged, FieldSet last, FieldSet applied, FieldSet managed) {
        if (applied.containsAll(last)) {
            return merged;
        }
        FieldSet lastNamed = NamedFields.withParents(last, schema);
        FieldSet mergedNamed = named(schema, merged);
        Object pruned = Removing.remove(schema, merged, lastNamed);
        FieldSet kept = named(schema, pruned).union(NamedFields.withParents(managed, schema));
        Object restored = Removing.remove(schema, merged, mergedNamed.difference(kept));
        FieldSet dropped = mergedNamed.difference(named(schema, restored)).intersection(lastNamed);
        return Removing.remove(schema, merged, dropped);
    }

    private static FieldSet named(Schema schema, @Nullable Object value) {
        return NamedFields.withParents(OwnedFields.of(schema, value), schema);
    }
}
