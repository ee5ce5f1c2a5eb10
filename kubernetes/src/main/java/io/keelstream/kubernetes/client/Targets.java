package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.client.ApiRequest.Target;

/** Where objects live in the API: paths from types and names. Names come from Git and are checked. Stateless. */
final class Targets {

    private Targets() {}

    /** All objects of a type; in one namespace, or everywhere when it is empty. */
    static ApiResult<Target> collection(ResourceType type, String namespace) {
        if (!isSegment(namespace)) {
            return refused(type, namespace, "");
        }
        return new ApiResult.Ok<>(target(type, namespace, ""));
    }

    /** One object. A namespaced type needs a namespace; for other types it is ignored. */
    static ApiResult<Target> object(ResourceType type, String namespace, String name) {
        if (name.isEmpty() || !isSegment(name) || !isSegment(namespace)) {
            return refused(type, namespace, name);
        }
        if (type.namespaced() && namespace.isEmpty()) {
            return new ApiResult.Failed<>(
                    ApiErrors.permanent(type.kind() + " \"" + name + "\" needs a namespace: set metadata.namespace"));
        }
        return new ApiResult.Ok<>(target(type, namespace, name));
    }

    /** A path that holds no objects, e.g. of discovery. */
    static Target path(String path, String group) {
        return new Target(path, group, "discovery", "", "");
    }

    private static Target target(ResourceType type, String namespace, String name) {
        String inside = type.namespaced() ? namespace : "";
        StringBuilder path = new StringBuilder(80)
                .append(type.group().isEmpty() ? "api/" : "apis/")
                .append(type.apiVersion());
        if (!inside.isEmpty()) {
            path.append("/namespaces/").append(inside);
        }
        path.append('/').append(type.plural());
        if (!name.isEmpty()) {
            path.append('/').append(name);
        }
        return new Target(path.toString(), type.group(), type.plural(), inside, name);
    }

    /** The API server's own rule for names in a path; anything else could address another object. */
    private static boolean isSegment(String text) {
        return !text.equals(".") && !text.equals("..") && text.indexOf('/') < 0 && text.indexOf('%') < 0;
    }

    private static ApiResult<Target> refused(ResourceType type, String namespace, String name) {
        return new ApiResult.Failed<>(ApiErrors.permanent("\"" + namespace + "\" / \"" + name
                + "\" cannot be namespace and name of a " + type.kind()
                + ": a name must not be empty, '.' or '..', nor hold '/' or '%'"));
    }
}
