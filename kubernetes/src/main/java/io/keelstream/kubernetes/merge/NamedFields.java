package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.FieldSet.Entry;
import io.keelstream.kubernetes.fields.FieldSetBuilder;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a field set the struct fields on the way to its members: whoever owns {@code a.b} also holds the declared field
 * {@code a}, or it would be removed under him. Pure; thread-safe.
 */
final class NamedFields {

    private NamedFields() {}

    static FieldSet withParents(FieldSet set, @Nullable Schema schema) {
        FieldSetBuilder whole = new FieldSetBuilder();
        for (Entry entry : set.entries()) {
            boolean named = entry.step() instanceof PathElement.Field(String name)
                    && !entry.below().isEmpty()
                    && declares(schema, name);
            whole.add(entry.step(), entry.member() || named, withParents(entry.below(), typeOf(schema, entry.step())));
        }
        return whole.build();
    }

    private static boolean declares(@Nullable Schema schema, String name) {
        MapShape map = schema == null ? null : schema.map();
        return map != null && map.declares(name);
    }

    static @Nullable Schema typeOf(@Nullable Schema schema, PathElement step) {
        if (schema == null) {
            return null;
        }
        return switch (step) {
            case PathElement.Field(String name) -> schema.field(name);
            case PathElement.Keyed ignored -> schema.items();
            case PathElement.SetItem ignored -> schema.items();
            case PathElement.Index ignored -> schema.items();
        };
    }
}
