package io.keelstream.sandbox.table;

import io.keelstream.sandbox.resource.CustomVersion;
import io.keelstream.sandbox.tree.JsonPath;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of custom resources: the name, and what their printer columns point at. */
final class CustomCells {

    private static final Map<String, @Nullable Object> AGE =
            Tree.of("name", "Age", "type", "date", "jsonPath", ".metadata.creationTimestamp");

    private final Ages ages;

    CustomCells(Ages ages) {
        this.ages = ages;
    }

    /** The declared columns; the age alone where none are declared. */
    static List<Map<String, @Nullable Object>> columns(CustomVersion custom) {
        return custom.columns().isEmpty() ? List.of(AGE) : custom.columns();
    }

    List<@Nullable Object> of(CustomVersion custom, Map<String, @Nullable Object> tree) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(Tree.text(tree, "metadata", "name"));
        for (Map<String, @Nullable Object> column : columns(custom)) {
            Object value = JsonPath.first(tree, Tree.text(column, "jsonPath"));
            cells.add(
                    switch (Tree.text(column, "type")) {
                        case "date" -> value == null ? null : ages.since(String.valueOf(value));
                        case "string" -> value == null ? null : String.valueOf(value);
                        default -> value;
                    });
        }
        return cells;
    }
}
