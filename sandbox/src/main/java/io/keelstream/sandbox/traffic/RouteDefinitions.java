package io.keelstream.sandbox.traffic;

import io.keelstream.kubernetes.route.GatewayApi;
import io.keelstream.kubernetes.route.Istio;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of the routes of the Gateway API and of Istio for a sandbox that has traffic. They serve the same kinds and names
 * as the projects' own definitions, check the lists that weights are written to, and leave every other field as it is.
 */
final class RouteDefinitions {

    /** Those of the Gateway API. */
    static final List<TypeKey> GATEWAY_ROUTES = List.of(
            new TypeKey(new GatewayApi().group(), "httproutes"), new TypeKey(new GatewayApi().group(), "grpcroutes"));

    /** That of Istio. */
    static final TypeKey VIRTUAL_SERVICES = new TypeKey(new Istio().group(), "virtualservices");

    private static final long MOST = 16;

    private RouteDefinitions() {}

    static List<Map<String, @Nullable Object>> all() {
        return List.of(
                definition(GATEWAY_ROUTES.getFirst(), "HTTPRoute", gatewayRoute()),
                definition(GATEWAY_ROUTES.getLast(), "GRPCRoute", gatewayRoute()),
                definition(VIRTUAL_SERVICES, "VirtualService", virtualService()));
    }

    private static Map<String, @Nullable Object> definition(
            TypeKey type, String kind, Map<String, @Nullable Object> spec) {
        String singular = kind.toLowerCase(java.util.Locale.ROOT);
        Map<String, @Nullable Object> names =
                Tree.of("plural", type.plural(), "singular", singular, "kind", kind, "listKind", kind + "List");
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
                Tree.of(
                        "openAPIV3Schema",
                        Tree.of("type", "object", "properties", Tree.of("spec", spec, "status", open()))));
        return Tree.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                Tree.of(
                        "name",
                        type.plural() + "." + type.group(),
                        "annotations",
                        Tree.of("api-approved.kubernetes.io", "unapproved, sandbox")),
                "spec",
                Tree.of("group", type.group(), "scope", "Namespaced", "names", names, "versions", list(version)));
    }

    private static Map<String, @Nullable Object> gatewayRoute() {
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
        return open("properties", Tree.of("rules", atMost(rule), "parentRefs", array(open())));
    }

    private static Map<String, @Nullable Object> virtualService() {
        Map<String, @Nullable Object> destination = open(
                "required",
                list("destination"),
                "properties",
                Tree.of(
                        "destination",
                        open("required", list("host"), "properties", Tree.of("host", Tree.of("type", "string"))),
                        "weight",
                        Tree.of("type", "integer", "format", "int32")));
        Map<String, @Nullable Object> route = open("properties", Tree.of("route", array(destination)));
        return open("properties", Tree.of("http", array(route), "tls", array(route)));
    }

    private static Map<String, @Nullable Object> atMost(Map<String, @Nullable Object> items) {
        Map<String, @Nullable Object> schema = array(items);
        schema.put("maxItems", MOST);
        return schema;
    }

    private static Map<String, @Nullable Object> array(Map<String, @Nullable Object> items) {
        return Tree.of("type", "array", "x-kubernetes-list-type", "atomic", "items", items);
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
