package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.FieldSet.Entry;
import io.keelstream.kubernetes.fields.FieldSetBuilder;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.Schema;

/**
 * Brings recorded ownership up to date when a type became atomic since: whoever owned fields below it now owns it as a
 * whole. Pure; thread-safe.
 */
final class SchemaChange {

    private SchemaChange() {}

    static FieldSet reconcile(FieldSet set, Schema schema) {
        FieldSetBuilder out = new FieldSetBuilder();
        boolean changed = false;
        for (Entry entry : set.entries()) {
            Schema type = NamedFields.typeOf(schema, entry.step());
            FieldSet below = type == null || entry.below().isEmpty() ? entry.below() : below(entry.below(), type);
            boolean whole = below.isEmpty() && !entry.below().isEmpty();
            changed |= !below.equals(entry.below());
            out.add(entry.step(), entry.member() || whole, below);
        }
        return changed ? out.build() : set;
    }

    private static FieldSet below(FieldSet below, Schema type) {
        return becameAtomic(type) ? FieldSet.EMPTY : reconcile(below, type);
    }

    private static boolean becameAtomic(Schema type) {
        MapShape map = type.map();
        if (map != null) {
            return map.atomic() && map.values() != Schema.DEDUCED;
        }
        ListShape list = type.list();
        return list != null && type.scalar() == null && !list.associative();
    }
}
