package io.keelstream.drift.assessment;

import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.fields.PathElement.KeyField;
import io.keelstream.kubernetes.fields.Scalars;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in a tree of plain values. Pure. */
sealed interface Place {

    /** There is a value, which may be null. */
    record Value(@Nullable Object value) implements Place {}

    /** There is nothing. */
    record Nothing() implements Place {}

    /** It is not known what is there. */
    record Unknown() implements Place {}

    /** The place one step below. */
    default Place at(PathElement step) {
        return switch (this) {
            case Unknown unknown -> unknown;
            case Nothing nothing -> nothing;
            case Value(Object value) ->
                switch (step) {
                    case PathElement.Field(String name) -> {
                        Map<String, @Nullable Object> map = Manifest.map(value);
                        yield map.containsKey(name) ? new Value(map.get(name)) : new Nothing();
                    }
                    case PathElement.Keyed(List<KeyField> keys) -> item(Manifest.list(value), keys);
                    case PathElement.SetItem(Object wanted) ->
                        Manifest.list(value).stream().anyMatch(each -> Scalars.equal(each, wanted))
                                ? new Value(wanted)
                                : new Nothing();
                    case PathElement.Index(int index) -> {
                        List<@Nullable Object> list = Manifest.list(value);
                        yield index < list.size() ? new Value(list.get(index)) : new Nothing();
                    }
                };
        };
    }

    /** The item with exactly these keys; else one that leaves some of them to the server's defaults. */
    private static Place item(List<@Nullable Object> list, List<KeyField> keys) {
        for (boolean lenient : new boolean[] {false, true}) {
            for (Object item : list) {
                Map<String, @Nullable Object> map = Manifest.map(item);
                if (keys.stream().allMatch(key -> matches(map, key, lenient))
                        && keys.stream().anyMatch(key -> map.containsKey(key.name()))) {
                    return new Value(item);
                }
            }
        }
        return new Nothing();
    }

    private static boolean matches(Map<String, @Nullable Object> item, KeyField key, boolean lenient) {
        return item.containsKey(key.name()) ? Scalars.equal(item.get(key.name()), key.value()) : lenient;
    }
}
