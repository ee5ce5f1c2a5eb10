package io.keelstream.planner.canary;

import io.keelstream.kubernetes.object.Manifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">selector of labels</a>: with
 * {@code matchLabels} and {@code matchExpressions}, or with Istio's {@code labels}. An empty one matches everything; one with an
 * operator that does not exist matches nothing. Pure.
 *
 * @param tree as it is written
 */
record LabelSelector(Map<String, @Nullable Object> tree) {

    /** Whether an object with these labels is selected. */
    boolean matches(Map<String, @Nullable Object> labels) {
        return labels.entrySet()
                        .containsAll(Manifest.map(tree.get("matchLabels")).entrySet())
                && labels.entrySet()
                        .containsAll(Manifest.map(tree.get("labels")).entrySet())
                && Manifest.list(tree.get("matchExpressions")).stream()
                        .map(Manifest::map)
                        .allMatch(expression -> matches(expression, labels));
    }

    private static boolean matches(Map<String, @Nullable Object> expression, Map<String, @Nullable Object> labels) {
        String key = String.valueOf(expression.get("key"));
        boolean listed = Manifest.list(expression.get("values")).contains(labels.get(key));
        return switch (String.valueOf(expression.get("operator"))) {
            case "In" -> labels.containsKey(key) && listed;
            case "NotIn" -> !(labels.containsKey(key) && listed);
            case "Exists" -> labels.containsKey(key);
            case "DoesNotExist" -> !labels.containsKey(key);
            default -> false;
        };
    }
}
