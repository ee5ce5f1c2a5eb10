package io.keelstream.kubernetes.schema;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The type of an object as far as it is known without asking: that of a built-in kind, and of any other one the lists that
 * its server merges item by item. Which those are, and by which keys, is in managedFields. Pure.
 */
public final class KnownSchemas {

    private KnownSchemas() {}

    /** The type of an object in a version, given what managedFields of its states record. */
    public static Schema of(String apiVersion, String kind, Manifest... states) {
        Schema builtIn = BuiltInSchemas.instance().find(apiVersion, kind);
        if (builtIn != null) {
            return builtIn;
        }
        FieldSet recorded = FieldSet.EMPTY;
        for (Manifest state : states) {
            for (var entry :
                    ManagedFields.readable(Manifest.list(state.metadata().get("managedFields")))) {
                if (entry.apiVersion().equals(apiVersion)) {
                    recorded = recorded.union(entry.fields());
                }
            }
        }
        return shape(recorded);
    }

    private static Schema shape(FieldSet recorded) {
        FieldSet items = FieldSet.EMPTY;
        List<String> keys = List.of();
        boolean list = false;
        Map<String, MapShape.Member> members = new HashMap<>();
        for (FieldSet.Entry entry : recorded.entries()) {
            switch (entry.step()) {
                case PathElement.Field(String name) -> {
                    Schema below = shape(entry.below());
                    if (below != Schema.DEDUCED) {
                        members.put(name, new MapShape.Member(below, null, false));
                    }
                }
                case PathElement.Keyed(List<PathElement.KeyField> fields) -> {
                    list = true;
                    keys = fields.stream().map(PathElement.KeyField::name).toList();
                    items = items.union(entry.below());
                }
                case PathElement.SetItem value -> list = true;
                case PathElement.Index index -> {}
            }
        }
        if (list) {
            return Schema.of(new ListShape(shape(items), true, keys));
        }
        return members.isEmpty() ? Schema.DEDUCED : Schema.of(new MapShape(members, Schema.DEDUCED, false, Set.of()));
    }
}
