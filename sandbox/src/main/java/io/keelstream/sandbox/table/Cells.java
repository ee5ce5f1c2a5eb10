package io.keelstream.sandbox.table;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of built-in kinds, in the order of the recorded columns. */
final class Cells {

    private final Ages ages;
    private final WorkloadCells workloads;
    private final NetworkCells network;
    private final PlainCells plain;

    Cells(Ages ages) {
        this.ages = ages;
        this.workloads = new WorkloadCells(ages);
        this.network = new NetworkCells(ages);
        this.plain = new PlainCells(ages);
    }

    List<@Nullable Object> of(Resource resource, Map<String, @Nullable Object> tree) {
        List<@Nullable Object> cells = new ArrayList<>();
        boolean known = workloads.add(resource.kind(), tree, cells)
                || network.add(resource.kind(), tree, cells)
                || plain.add(resource.kind(), tree, cells);
        if (!known) {
            cells.add(Tree.text(tree, "metadata", "name"));
            cells.add(age(ages, tree));
        }
        return cells;
    }

    static String name(Map<String, @Nullable Object> tree) {
        return Tree.text(tree, "metadata", "name");
    }

    static String age(Ages ages, Map<String, @Nullable Object> tree) {
        return ages.since(Tree.text(tree, "metadata", "creationTimestamp"));
    }

    /** The text, or what kubectl prints for nothing. */
    static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    /** {@code a=1,b=2}, as kubectl prints labels and simple selectors. */
    static String labels(Map<String, @Nullable Object> labels) {
        List<String> pairs = new ArrayList<>();
        labels.forEach((key, value) -> pairs.add(key + "=" + value));
        return orNone(String.join(",", pairs.stream().sorted().toList()));
    }

    /** A label selector as kubectl prints it. */
    static String selector(Map<String, @Nullable Object> selector) {
        List<String> parts = new ArrayList<>();
        Tree.map(selector, "matchLabels").forEach((key, value) -> parts.add(key + "=" + value));
        parts.sort(null);
        for (Map<String, @Nullable Object> expression : Tree.maps(selector, "matchExpressions")) {
            String key = Tree.text(expression, "key");
            String values = String.join(
                    ",",
                    Tree.list(expression, "values").stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList());
            parts.add(
                    switch (Tree.text(expression, "operator")) {
                        case "In" -> key + " in (" + values + ")";
                        case "NotIn" -> key + " notin (" + values + ")";
                        case "Exists" -> key;
                        default -> "!" + key;
                    });
        }
        return orNone(String.join(",", parts));
    }

    static String names(Map<String, @Nullable Object> podSpec) {
        return joined(podSpec, "name");
    }

    static String images(Map<String, @Nullable Object> podSpec) {
        return joined(podSpec, "image");
    }

    private static String joined(Map<String, @Nullable Object> podSpec, String field) {
        return String.join(
                ",",
                Tree.maps(podSpec, "containers").stream()
                        .map(container -> Tree.text(container, field))
                        .toList());
    }
}
