package io.keelstream.sandbox.table;

import io.keelstream.sandbox.resource.CustomVersion;
import io.keelstream.sandbox.resource.Recorded;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.tree.Tree;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes tables: the recorded columns of built-in kinds, the printer columns of custom ones. Thread-safe. */
public final class Tables {

    private final Map<String, @Nullable Object> recorded = Recorded.object("columns.json");
    private final Cells cells;
    private final CustomCells customCells;

    public Tables(Clock clock) {
        Ages ages = new Ages(clock);
        this.cells = new Cells(ages);
        this.customCells = new CustomCells(ages);
    }

    /**
     * A table of some objects.
     *
     * @param trees the objects, in the resource's version
     * @param metadata of the list
     * @param includeObject {@code None, Metadata, Object}: what a row holds of its object
     * @param columns whether the columns are described (in the first answer of a watch only)
     */
    public Map<String, @Nullable Object> table(
            Resource resource,
            List<Map<String, @Nullable Object>> trees,
            Map<String, @Nullable Object> metadata,
            String includeObject,
            boolean columns) {
        List<@Nullable Object> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> tree : trees) {
            Map<String, @Nullable Object> row = Tree.of("cells", row(resource, tree));
            row.put("object", object(tree, includeObject));
            rows.add(row);
        }
        Map<String, @Nullable Object> table = Tree.of(
                "kind",
                "Table",
                "apiVersion",
                "meta.k8s.io/v1",
                "metadata",
                metadata,
                "columnDefinitions",
                columns ? columns(resource) : List.of(),
                "rows",
                rows);
        return table;
    }

    private static @Nullable Object object(Map<String, @Nullable Object> tree, String includeObject) {
        return switch (includeObject) {
            case "None" -> null;
            case "Object" -> tree;
            default ->
                Tree.of(
                        "kind", "PartialObjectMetadata",
                        "apiVersion", "meta.k8s.io/v1",
                        "metadata", tree.get("metadata"));
        };
    }

    private List<@Nullable Object> columns(Resource resource) {
        CustomVersion custom = resource.custom();
        List<@Nullable Object> columns = new ArrayList<>();
        if (custom != null) {
            columns.add(column("Name", "string", "name", 0L, ""));
            for (Map<String, @Nullable Object> column : CustomCells.columns(custom)) {
                columns.add(column(
                        Tree.text(column, "name"),
                        Tree.text(column, "type"),
                        Tree.text(column, "format"),
                        Tree.number(0, column, "priority"),
                        Tree.text(column, "description")));
            }
            return columns;
        }
        String key = resource.plural() + (resource.group().isEmpty() ? "" : "." + resource.group());
        for (Object entry : Tree.list(recorded, key)) {
            List<@Nullable Object> column = io.keelstream.kubernetes.object.Manifest.list(entry);
            columns.add(column(
                    String.valueOf(column.get(0)),
                    String.valueOf(column.get(1)),
                    String.valueOf(column.get(2)),
                    column.get(3),
                    ""));
        }
        return columns;
    }

    private static Map<String, @Nullable Object> column(
            String name, String type, String format, @Nullable Object priority, String description) {
        return Tree.of("name", name, "type", type, "format", format, "description", description, "priority", priority);
    }

    private List<@Nullable Object> row(Resource resource, Map<String, @Nullable Object> tree) {
        return resource.custom() == null ? cells.of(resource, tree) : customCells.of(resource.custom(), tree);
    }
}
