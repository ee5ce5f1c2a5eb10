package io.keelstream.e2e.conformance;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places in a tree: steps apart by slashes. A step is the name of a field, the number of an item, or {@code field=value}
 * for the first item of a list with that value.
 */
final class Places {

    private Places() {}

    /** The value at the place; null where there is none. */
    static @Nullable Object find(@Nullable Object tree, String place) {
        Object found = tree;
        if (!place.isEmpty()) {
            for (String step : place.split("/", -1)) {
                found = step(found, step);
            }
        }
        return found;
    }

    /** Takes the value at the place out of the tree. */
    static void remove(@Nullable Object tree, String place) {
        int last = place.lastIndexOf('/');
        Object parent = find(tree, last < 0 ? "" : place.substring(0, last));
        if (parent instanceof Map) {
            Manifest.map(parent).remove(place.substring(last + 1));
        }
    }

    private static @Nullable Object step(@Nullable Object from, String step) {
        if (from instanceof Map) {
            return Manifest.map(from).get(step);
        }
        if (!(from instanceof List)) {
            return null;
        }
        List<@Nullable Object> items = Manifest.list(from);
        int equal = step.indexOf('=');
        if (equal < 0) {
            int index = Integer.parseInt(step);
            return index < items.size() ? items.get(index) : null;
        }
        for (Object item : items) {
            Object value = item;
            for (String field : step.substring(0, equal).split("\\.", -1)) {
                value = step(value, field);
            }
            if (String.valueOf(value).equals(step.substring(equal + 1))) {
                return item;
            }
        }
        return null;
    }
}
