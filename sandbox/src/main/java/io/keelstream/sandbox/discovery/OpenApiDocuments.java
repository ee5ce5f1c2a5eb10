package io.keelstream.sandbox.discovery;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.sandbox.resource.Catalog;
import io.keelstream.sandbox.resource.CustomVersion;
import io.keelstream.sandbox.resource.GroupVersion;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.schema.Definitions;
import io.keelstream.sandbox.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenAPI v3, one document per group and version, with as many paths as clients look for: where a kind is served, and that
 * dry runs and field validation are understood. Thread-safe.
 */
public final class OpenApiDocuments {

    private static final Pattern REFERENCE = Pattern.compile("\"#/components/schemas/([^\"]+)\"");
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final Catalog catalog;
    private final String prefix;
    private final Definitions definitions = Definitions.instance();

    /** @param prefix the prefix of the paths of this server */
    public OpenApiDocuments(Catalog catalog, String prefix) {
        this.catalog = catalog;
        this.prefix = prefix;
    }

    /** The list of documents, each with a hash in its address, by which clients cache it. */
    public Map<String, @Nullable Object> index() {
        Map<String, @Nullable Object> paths = new LinkedHashMap<>();
        for (GroupVersion groupVersion : catalog.byGroupVersion().keySet()) {
            String path = path(groupVersion);
            paths.put(
                    path,
                    Tree.of(
                            "serverRelativeURL",
                            prefix + "/openapi/v3/" + path + "?hash="
                                    + Integer.toHexString(Arrays.hashCode(Json.write(document(path))))));
        }
        return Tree.of("paths", paths);
    }

    /** One document, e.g. {@code apis/apps/v1}; null when it is not served. */
    public @Nullable Map<String, @Nullable Object> document(String path) {
        for (Map.Entry<GroupVersion, List<Resource>> entry :
                catalog.byGroupVersion().entrySet()) {
            if (path(entry.getKey()).equals(path)) {
                return document(entry.getValue());
            }
        }
        return null;
    }

    /**
     * OpenAPI v2 in its smallest form, as the protocol buffer that kubectl asks for: an empty document. Whoever wants types
     * asks for v3; kubectl falls back to this one for kinds that are not served.
     */
    public byte[] second() {
        byte[] version = "2.0".getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[version.length + 2];
        message[0] = 0x0a;
        message[1] = (byte) version.length;
        System.arraycopy(version, 0, message, 2, version.length);
        return message;
    }

    private Map<String, @Nullable Object> document(List<Resource> resources) {
        Map<String, @Nullable Object> paths = new LinkedHashMap<>();
        Map<String, @Nullable Object> schemas = new LinkedHashMap<>();
        for (Resource resource : resources) {
            String name = schema(resource, schemas);
            paths(resource, name, paths);
        }
        return Tree.of("openapi", "3.0.0", "info", info(), "paths", paths, "components", Tree.of("schemas", schemas));
    }

    private String schema(Resource resource, Map<String, @Nullable Object> schemas) {
        CustomVersion custom = resource.custom();
        if (custom == null) {
            String name = definitions.name(resource.group(), resource.version(), resource.kind());
            addWithReferences(name, schemas);
            addWithReferences(name + "List", schemas);
            return name;
        }
        List<String> group = new ArrayList<>(List.of(resource.group().split("\\.")));
        Collections.reverse(group);
        String name = String.join(".", group) + "." + resource.version() + "." + resource.kind();
        schemas.put(name, custom(resource, custom));
        addWithReferences(META, schemas);
        return name;
    }

    private static Map<String, @Nullable Object> custom(Resource resource, CustomVersion custom) {
        Map<String, @Nullable Object> schema = Tree.copy(custom.schema());
        schema.putIfAbsent("type", "object");
        Map<String, @Nullable Object> properties = Tree.within(schema, "properties");
        properties.put("apiVersion", Tree.of("type", "string"));
        properties.put("kind", Tree.of("type", "string"));
        properties.put("metadata", Tree.of("allOf", List.of(Tree.of("$ref", "#/components/schemas/" + META))));
        schema.put("x-kubernetes-group-version-kind", List.of(resource.groupVersionKind()));
        return schema;
    }

    private void addWithReferences(String first, Map<String, @Nullable Object> schemas) {
        Deque<String> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            String name = open.pop();
            Map<String, @Nullable Object> definition = definitions.named(name);
            if (!definition.isEmpty() && schemas.putIfAbsent(name, definition) == null) {
                Matcher reference = REFERENCE.matcher(Json.writeText(definition));
                while (reference.find()) {
                    open.push(reference.group(1));
                }
            }
        }
    }

    private static void paths(Resource resource, String name, Map<String, @Nullable Object> paths) {
        String root = resource.group().isEmpty() ? "/api/" : "/apis/";
        String collection = root + resource.apiVersion() + (resource.namespaced() ? "/namespaces/{namespace}" : "")
                + "/" + resource.plural();
        Map<String, @Nullable Object> list = Tree.of(
                "get", operation(resource, "list", name, List.of()),
                "post", operation(resource, "post", name, List.of("dryRun", "fieldManager", "fieldValidation")));
        Map<String, @Nullable Object> one = Tree.of(
                "get", operation(resource, "get", name, List.of()),
                "put", operation(resource, "put", name, List.of("dryRun", "fieldManager", "fieldValidation")),
                "patch",
                        operation(
                                resource, "patch", name, List.of("dryRun", "fieldManager", "fieldValidation", "force")),
                "delete", operation(resource, "delete", name, List.of("dryRun")));
        paths.put(collection, list);
        paths.put(collection + "/{name}", one);
    }

    private static Map<String, @Nullable Object> operation(
            Resource resource, String action, String name, List<String> parameters) {
        List<@Nullable Object> entries = new ArrayList<>();
        for (String parameter : parameters) {
            String type = parameter.equals("force") ? "boolean" : "string";
            entries.add(
                    Tree.of("name", parameter, "in", "query", "schema", Tree.of("type", type, "uniqueItems", true)));
        }
        Map<String, @Nullable Object> content =
                Tree.of("application/json", Tree.of("schema", Tree.of("$ref", "#/components/schemas/" + name)));
        return Tree.of(
                "parameters",
                entries,
                "responses",
                Tree.of("200", Tree.of("description", "OK", "content", content)),
                "x-kubernetes-action",
                action,
                "x-kubernetes-group-version-kind",
                resource.groupVersionKind());
    }

    private static Map<String, @Nullable Object> info() {
        return Tree.of("title", "Kubernetes", "version", "v1.36");
    }

    private static String path(GroupVersion groupVersion) {
        return (groupVersion.group().isEmpty() ? "api/" : "apis/") + groupVersion;
    }
}
