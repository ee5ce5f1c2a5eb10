package io.keelstream.planner.order;

import io.keelstream.kubernetes.object.ObjectReference;
import java.util.List;
import java.util.Map;

/**
 * Reads one explicit dependency. Accepted are {@code Kind/name}, {@code group/Kind/name}, {@code Kind/namespace/name},
 * {@code group/Kind/namespace/name} and Keelstream's own {@code Kind.group/namespace/name}; a kind begins with a capital
 * letter and a group does not. Without a group every group's kind of that name is meant; without a namespace the
 * dependent's own, or a cluster-scoped object. Pure.
 */
final class DependsOn {

    private DependsOn() {}

    static List<Item> find(String text, ObjectReference dependent, Map<ObjectReference, Item> items) {
        String[] parts = text.split("/", -1);
        boolean grouped = !parts[0].isEmpty() && !Character.isUpperCase(parts[0].charAt(0));
        int kindAt = grouped ? 1 : 0;
        int rest = parts.length - kindAt - 1;
        if (rest < 1 || rest > 2) {
            return List.of();
        }
        String[] kind = parts[kindAt].split("\\.", 2);
        String group = grouped ? parts[0] : kind.length == 2 ? kind[1] : "";
        boolean anyGroup = !grouped && kind.length == 1;
        String namespace = rest == 2 ? parts[kindAt + 1] : "";
        boolean anyNamespace = rest == 1;
        String name = parts[parts.length - 1];
        return items.values().stream()
                .filter(item -> item.reference().kind().equals(kind[0]))
                .filter(item -> item.reference().name().equals(name))
                .filter(item -> anyGroup || item.reference().group().equals(group))
                .filter(item -> anyNamespace
                        ? near(item.reference(), dependent)
                        : item.reference().namespace().equals(namespace))
                .toList();
    }

    /** Whether one of the written dependencies names this item. */
    static boolean names(List<String> texts, ObjectReference dependent, Item item) {
        return texts.stream()
                .anyMatch(text ->
                        !find(text, dependent, Map.of(item.reference(), item)).isEmpty());
    }

    private static boolean near(ObjectReference candidate, ObjectReference dependent) {
        return candidate.namespace().isEmpty()
                || dependent.namespace().isEmpty()
                || candidate.namespace().equals(dependent.namespace());
    }
}
