package io.keelstream.kubernetes.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The types of Kubernetes' own kinds, from a table that comes with this module, for when there is no server to ask: the
 * sandbox, and predictions before a cluster was reached. Thread-safe; read once, on first use.
 */
public final class BuiltInSchemas implements SchemaSource {

    static final String OBJECT_META = "ObjectMeta";

    private static final String RESOURCE = "/io/keelstream/kubernetes/schema/built-in.schemas";

    private static final class Holder {
        static final BuiltInSchemas INSTANCE = new BuiltInSchemas(load());
    }

    private final SchemaTable table;

    private BuiltInSchemas(SchemaTable table) {
        this.table = table;
    }

    public static BuiltInSchemas instance() {
        return Holder.INSTANCE;
    }

    @Override
    public @Nullable Schema find(String apiVersion, String kind) {
        return table.find(apiVersion, kind);
    }

    /** The type of {@code metadata}. */
    public Schema objectMeta() {
        Schema schema = table.named(OBJECT_META);
        if (schema == null) {
            throw new IllegalStateException("the table of built-in types has no " + OBJECT_META);
        }
        return schema;
    }

    private static SchemaTable load() {
        try (InputStream stream = BuiltInSchemas.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the module was packaged without " + RESOURCE);
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return SchemaTable.read(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
