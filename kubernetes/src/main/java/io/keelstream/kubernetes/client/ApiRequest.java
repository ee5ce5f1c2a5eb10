package io.keelstream.kubernetes.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as data: sending it again is safe to describe, measure and repeat without knowing who asked.
 *
 * @param verb what it does
 * @param target what it is about
 * @param query query parameters, not yet encoded
 * @param accept the media types wished, best first
 * @param body what is sent; null for nothing
 * @param dryRun whether the server keeps nothing
 */
record ApiRequest(
        Verb verb,
        Target target,
        Map<String, String> query,
        String accept,
        @Nullable Body body,
        boolean dryRun) {

    static final String JSON = "application/json";

    /**
     * A place in the API.
     *
     * @param path the URL's path
     * @param group API group; empty for core
     * @param resource plural name
     * @param namespace empty where there is none
     * @param name empty for collections
     */
    record Target(String path, String group, String resource, String namespace, String name) {

        /** A subresource of the object. */
        Target part(String subresource) {
            return new Target(path + "/" + subresource, group, resource + "/" + subresource, namespace, name);
        }

        /** {@code deployments.apps}, as kubectl and roles name it. */
        String qualifiedResource() {
            return group.isEmpty() ? resource : resource + "." + group;
        }

        /** Whether answers may hold values that must not be shown. */
        boolean isSecret() {
            return group.isEmpty() && resource.equals("secrets");
        }
    }

    /** Bytes and their media type. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed after construction
    record Body(String mediaType, byte[] bytes) {}

    /** The question for the version of Kubernetes that the server runs: everybody may ask it, and it costs nothing. */
    static ApiRequest version() {
        return new ApiRequest(Verb.DISCOVER, Targets.path("version", ""), Map.of(), JSON, null, false);
    }

    /** Size of the body. */
    long bytes() {
        return body == null ? 0 : body.bytes().length;
    }

    /** Whether the {@link WriteGuard} must be asked. */
    boolean keepsSomething() {
        return verb.isWrite() && !dryRun;
    }

    /** {@code patch deployments.apps "checkout" in namespace "production"}: for messages. */
    String description() {
        StringBuilder text = new StringBuilder(verb.permission()).append(' ').append(target.qualifiedResource());
        if (!target.name().isEmpty()) {
            text.append(" \"").append(target.name()).append('"');
        }
        if (!target.namespace().isEmpty()) {
            text.append(" in namespace \"").append(target.namespace()).append('"');
        }
        return text.toString();
    }
}
