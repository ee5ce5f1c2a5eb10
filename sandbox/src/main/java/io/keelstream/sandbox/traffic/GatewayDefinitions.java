package io.keelstream.sandbox.traffic;

import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of the Gateway API's routes for a sandbox that has traffic. They serve the same kinds and names as the
 * project's own definitions, check the lists that weights are written to, and leave every other field as it is.
 */
final class GatewayDefinitions {

    static final String GROUP = "gateway.networking.k8s.io";

    private static final long MOST = 16;

    private GatewayDefinitions() {}

    static List<Map<String, @Nullable Object>> all() {
        return List.of(definition("httproutes", "HTTPRoute"), definition("grpcroutes", "GRPCRoute"));
    }

    private static Map<String, @Nullable Object> definition(String plural, String kind) {
        String singular = kind.toLowerCase(java.util.Locale.ROOT);
        Map<String, @Nullable Object> names =
                Tree.of("plural", plural, "singular", singular, "kind", kind, "listKind", kind + "List");
        Map<String, @Nullable Object> version = Tree.of(
                "name",
                "v1",
                "served",
                true,
                "storage",
                true,
                "subresources",
                Tree.of("status", Tree.of()),
                "schema",
                Tree.of("openAPIV3Schema", schema()));
        return Tree.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                Tree.of(
                        "name",
                        plural + "." + GROUP,
                        "annotations",
                        Tree.of("api-approved.kubernetes.io", "unapproved, sandbox")),
                "spec",
                Tree.of("group", GROUP, "scope", "Namespaced", "names", names, "versions", list(version)));
    }

    private static Map<String, @Nullable Object> schema() {
        Map<String, @Nullable Object> backend = open(
                "required",
                list("name"),
                "properties",
                Tree.of(
                        "group",
                        Tree.of("type", "string", "default", ""),
                        "kind",
                        Tree.of("type", "string", "default", "Service"),
                        "name",
                        Tree.of("type", "string", "minLength", 1),
                        "namespace",
                        Tree.of("type", "string"),
                        "port",
                        Tree.of("type", "integer", "format", "int32", "minimum", 1, "maximum", 65_535),
                        "weight",
                        Tree.of(
                                "type", "integer", "format", "int32", "default", 1, "minimum", 0, "maximum",
                                1_000_000)));
        Map<String, @Nullable Object> rule = open("properties", Tree.of("backendRefs", atMost(backend)));
        Map<String, @Nullable Object> spec = open(
                "properties", Tree.of("rules", atMost(rule), "parentRefs", Tree.of("type", "array", "items", open())));
        return Tree.of("type", "object", "properties", Tree.of("spec", spec, "status", open()));
    }

    private static Map<String, @Nullable Object> atMost(Map<String, @Nullable Object> items) {
        return Tree.of("type", "array", "maxItems", MOST, "x-kubernetes-list-type", "atomic", "items", items);
    }

    private static Map<String, @Nullable Object> open(@Nullable Object... more) {
        Map<String, @Nullable Object> schema = Tree.of(more);
        schema.put("type", "object");
        schema.put("x-kubernetes-preserve-unknown-fields", true);
        return schema;
    }

    private static List<@Nullable Object> list(@Nullable Object item) {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(item);
        return list;
    }
}
