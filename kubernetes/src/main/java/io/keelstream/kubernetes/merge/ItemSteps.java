package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.fields.PathElement.KeyField;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an item of an associative list is known: by its keys (with the defaults of the schema), or by its value. Pure. */
public final class ItemSteps {

    private ItemSteps() {}

    /** The step to an item; null where the item cannot be known, for which {@link #problem} has the reason. */
    public static @Nullable PathElement of(ListShape list, @Nullable Object item) {
        if (list.keys().isEmpty()) {
            return item == null || item instanceof Map || item instanceof List ? null : new PathElement.SetItem(item);
        }
        if (!(item instanceof Map)) {
            return null;
        }
        List<KeyField> fields = new ArrayList<>(list.keys().size());
        for (String key : list.keys()) {
            Object value = Absent.get(Manifest.map(item), key);
            value = value == Absent.VALUE ? defaultOf(list.items(), key) : value;
            if (value != Absent.VALUE) {
                fields.add(new KeyField(key, value));
            }
        }
        return fields.isEmpty() ? null : new PathElement.Keyed(fields);
    }

    private static Object defaultOf(Schema items, String key) {
        MapShape map = items.map();
        MapShape.Member member = map == null ? null : map.members().get(key);
        Object value = member == null ? null : member.defaultValue();
        return value == null ? Absent.VALUE : value;
    }

    /** Why an item cannot be known, in the API server's words. */
    static String problem(ListShape list, @Nullable Object item) {
        if (list.keys().isEmpty()) {
            return switch (item) {
                case null -> "associative list without keys has an element that's an explicit null";
                case Map<?, ?> ignored -> "associative list without keys has an element that's a map type";
                default -> "not supported: associative list with lists as elements";
            };
        }
        if (item == null) {
            return "associative list with keys may not have a null element";
        }
        if (!(item instanceof Map)) {
            return "associative list with keys may not have non-map elements";
        }
        StringBuilder keys = new StringBuilder();
        list.keys()
                .forEach(key -> keys.append(keys.isEmpty() ? "" : " ")
                        .append('"')
                        .append(key)
                        .append('"'));
        return "associative list with keys has an element that omits all key fields [" + keys
                + "] (and doesn't have default values for any key fields)";
    }
}
