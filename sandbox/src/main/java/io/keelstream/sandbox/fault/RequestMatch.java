package io.keelstream.sandbox.fault;

/**
 * Which requests a fault hits. An empty part matches everything.
 *
 * @param verb {@code get, list, watch, create, update, patch, apply, delete, deletecollection}; empty for every verb
 * @param resource {@code group/resource} ({@code apps/deployments}; core resources without a group: {@code configmaps});
 *     empty for every resource
 */
public record RequestMatch(String verb, String resource) {

    /** Every request to a resource, of whatever verb. Discovery is never hit. */
    public static RequestMatch everything() {
        return new RequestMatch("", "");
    }

    /** Requests of one verb to whatever resource. */
    public static RequestMatch verb(String verb) {
        return new RequestMatch(verb, "");
    }

    /** Requests to one resource, of whatever verb. */
    public static RequestMatch resource(String resource) {
        return new RequestMatch("", resource);
    }

    boolean hits(String requestVerb, String requestResource) {
        return (verb.isEmpty() || verb.equals(requestVerb)) && (resource.isEmpty() || resource.equals(requestResource));
    }
}
