package io.keelstream.e2e.fault;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * What a request is about, in the words of {@link io.keelstream.sandbox.fault.RequestMatch}.
 *
 * @param verb verb; empty for discovery and everything else that is not about objects
 * @param resource {@code group/resource/subresource}; core resources without a group
 */
record ProxiedRequest(String verb, String resource) {

    private static final ProxiedRequest OTHER = new ProxiedRequest("", "");

    static ProxiedRequest of(String method, URI uri, String contentType) {
        List<String> path = Arrays.stream(uri.getPath().split("/", -1))
                .filter(step -> !step.isEmpty())
                .toList();
        boolean core = !path.isEmpty() && path.getFirst().equals("api");
        int start = core ? 2 : 3;
        if (path.size() <= start || (!core && !path.getFirst().equals("apis"))) {
            return OTHER;
        }
        String group = core ? "" : path.get(1) + "/";
        List<String> rest = path.subList(start, path.size());
        if (rest.size() > 2 && rest.getFirst().equals("namespaces")) {
            rest = rest.subList(2, rest.size());
        }
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        boolean watch = query.contains("watch=true") || query.contains("watch=1");
        String verb = switch (method) {
            case "GET" -> watch ? "watch" : rest.size() == 1 ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> contentType.startsWith("application/apply-patch") ? "apply" : "patch";
            default -> rest.size() == 1 ? "deletecollection" : "delete";
        };
        return new ProxiedRequest(verb, group + rest.getFirst() + (rest.size() > 2 ? "/" + rest.get(2) : ""));
    }
}
