package io.keelstream.kubernetes.client;

import java.util.Arrays;
import java.util.stream.Collectors;

/** JSON as an API server writes it, for scripts of {@link ScriptedServer}. */
final class Documents {

    static final String CONFIG_MAPS = "/api/v1/namespaces/shop/configmaps";

    static final ResourceType CONFIG_MAP =
            new ResourceType("", "v1", "ConfigMap", "configmaps", true, java.util.Set.of("list", "watch"));

    private Documents() {}

    /** A list; its items carry no kind, as those of built-in types do not. */
    static String list(String resourceVersion, String next, String... items) {
        return """
            {"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"%s","continue":"%s"},\
            "items":[%s]}\
            """.formatted(resourceVersion, next, String.join(",", items));
    }

    static String item(String name, String resourceVersion) {
        return """
            {"metadata":{"name":"%s","namespace":"shop","resourceVersion":"%s"},"data":{"a":"b"}}\
            """.formatted(name, resourceVersion);
    }

    static String configMap(String name, String resourceVersion) {
        return """
            {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"%s","namespace":"shop",\
            "resourceVersion":"%s"},"data":{"a":"b"}}\
            """.formatted(name, resourceVersion);
    }

    static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
    }

    static String bookmark(String resourceVersion) {
        return event(
                "BOOKMARK", "{\"kind\":\"ConfigMap\",\"metadata\":{\"resourceVersion\":\"" + resourceVersion + "\"}}");
    }

    static String status(int code, String reason, String message) {
        return """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s",\
            "code":%d}\
            """.formatted(message, reason, code);
    }

    static String status(int code, String message) {
        return """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","code":%d}\
            """.formatted(message, code);
    }

    /** Aggregated discovery of one group; each resource is {@code version/Kind/plural}. */
    static String aggregated(String group, String freshness, String... resources) {
        String versions = Arrays.stream(resources)
                .map(resource -> resource.split("/", -1))
                .map(parts -> """
                    {"version":"%s","freshness":"%s","resources":[%s]}\
                    """.formatted(parts[0], freshness, """
                        {"resource":"%s","responseKind":{"group":"%s","version":"%s","kind":"%s"},\
                        "scope":"Namespaced","verbs":["get","list","watch","patch"],\
                        "subresources":[{"subresource":"status"}]}\
                        """.formatted(parts[2], group, parts[0], parts[1])))
                .collect(Collectors.joining(","));
        return "{\"metadata\":{\"name\":\"" + group + "\"},\"versions\":[" + versions + "]}";
    }

    static String discovery(String... groups) {
        return "{\"kind\":\"APIGroupDiscoveryList\",\"apiVersion\":\"apidiscovery.k8s.io/v2\",\"items\":["
                + String.join(",", groups) + "]}";
    }

    /** A server that serves ConfigMaps and nothing else. */
    static void serveConfigMaps(ScriptedServer server) {
        server.on(
                "GET /api", ScriptedServer.json(200, discovery(aggregated("", "Current", "v1/ConfigMap/configmaps"))));
        server.on("GET /apis", ScriptedServer.json(200, discovery()));
    }
}
