package io.keelstream.kubernetes.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A text form of schemas that is a small fraction of the OpenAPI documents they come from: one line per kind
 * ({@code = apiVersion/kind #number}) and one per struct ({@code #number flags required field:type ...}). The format is
 * described at {@link SchemaTableReader} and {@link SchemaTableWriter}. Immutable; thread-safe.
 */
public final class SchemaTable implements SchemaSource {

    private final Map<String, Schema> kinds;
    private final Map<String, Schema> named;

    private SchemaTable(Map<String, Schema> kinds, Map<String, Schema> named) {
        this.kinds = kinds;
        this.named = named;
    }

    /** Reads what {@link #write} wrote; throws {@link IllegalArgumentException} naming the line that is malformed. */
    public static SchemaTable read(List<String> lines) {
        SchemaTableReader reader = new SchemaTableReader();
        lines.forEach(reader::line);
        return new SchemaTable(reader.kinds(), reader.named());
    }

    /**
     * Writes the kinds of some documents.
     *
     * @param documents the documents; a kind that several of them hold is written once
     * @param rename gives a type's name in the table, empty for one that is not looked up by name
     */
    public static List<String> write(List<OpenApiSchemas> documents, UnaryOperator<String> rename) {
        SchemaTableWriter writer = new SchemaTableWriter(rename);
        Map<String, Schema> kinds = new LinkedHashMap<>();
        for (OpenApiSchemas document : documents) {
            document.kinds().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(kind -> kinds.putIfAbsent(kind.getKey(), kind.getValue()));
        }
        List<String> lines = new ArrayList<>();
        kinds.forEach((key, schema) -> lines.add("= " + key + " " + writer.type(schema)));
        lines.addAll(writer.structs());
        return lines;
    }

    @Override
    public @Nullable Schema find(String apiVersion, String kind) {
        return kinds.get(key(apiVersion, kind));
    }

    /** A type by the name it has in the table; null where there is none. */
    public @Nullable Schema named(String name) {
        return named.get(name);
    }

    static String key(String apiVersion, String kind) {
        return apiVersion + "/" + kind;
    }
}
