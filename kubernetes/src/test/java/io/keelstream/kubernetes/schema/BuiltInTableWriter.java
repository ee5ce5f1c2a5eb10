package io.keelstream.kubernetes.schema;

import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the table of built-in types from the OpenAPI documents of a Kubernetes release. The documents are Kubernetes'
 * own data under the Apache License 2.0; they are part of its source (and of the Go module {@code k8s.io/kubernetes}) in
 * {@code api/openapi-spec/v3}. To renew the table, run this class with that folder, the table's path and the release:
 *
 * <pre>{@code
 * mvn -q -pl kubernetes -am test-compile
 * java -cp <test class path of the module> io.keelstream.kubernetes.schema.BuiltInTableWriter api/openapi-spec/v3 \
 *     kubernetes/src/main/resources/io/keelstream/kubernetes/schema/built-in.schemas 1.36.3
 * }</pre>
 */
final class BuiltInTableWriter {

    private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private BuiltInTableWriter() {}

    public static void main(String[] arguments) throws IOException {
        List<OpenApiSchemas> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().matches("apis?__.*v.*_openapi.json")) {
                    documents.add(OpenApiSchemas.read(Json.readObject(Files.readAllBytes(file))));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("// Types of the built-in kinds, reduced from the OpenAPI documents of Kubernetes " + arguments[2]);
        lines.add("// (https://kubernetes.io, Apache License 2.0) by BuiltInTableWriter. Do not edit.");
        lines.addAll(SchemaTable.write(documents, name -> name.equals(OBJECT_META) ? BuiltInSchemas.OBJECT_META : ""));
        Files.write(Path.of(arguments[1]), lines);
    }
}
