package io.keelstream.e2e.cluster;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request for objects, as the audit log has it.
 *
 * @param user who sent it
 * @param verb {@code get, list, watch, create, update, patch, apply, delete} or {@code deletecollection}
 * @param resource group, resource and subresource, e.g. {@code apps/deployments/status}; core resources without a group
 * @param dryRun whether nothing was to be kept
 */
record AuditedRequest(String user, String verb, String resource, boolean dryRun) {

    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    /**
     * Reads an audit event.
     *
     * @return empty where the event concerns no object (discovery, health) or only of the end of a watch, whose start was
     *     another event
     */
    static Optional<AuditedRequest> read(Map<String, @Nullable Object> event) {
        Map<?, ?> object = map(event.get("objectRef"));
        String verb = text(event.get("verb"));
        String counted = verb.equals("watch") ? "ResponseStarted" : "ResponseComplete";
        if (object.isEmpty() || !text(event.get("stage")).equals(counted)) {
            return Optional.empty();
        }
        String uri = text(event.get("requestURI"));
        return Optional.of(new AuditedRequest(
                text(map(event.get("user")).get("username")),
                // The log does not tell the kinds of patches apart, but only an apply may say whether it forces.
                verb.equals("patch") && uri.contains("force=") ? "apply" : verb,
                resource(object),
                uri.contains("dryRun=All")));
    }

    /** Whether another client than the control plane's own processes sent it. */
    boolean isFromClient() {
        if (user.startsWith(SERVICE_ACCOUNT)) {
            return !user.startsWith(SERVICE_ACCOUNT + "kube-system:");
        }
        return !user.startsWith("system:") && !user.equals("kwok") && !user.equals("control-plane");
    }

    /** The name it is counted under, e.g. {@code apply apps/deployments dry-run}. */
    String name() {
        return verb + " " + resource + (dryRun ? " dry-run" : "");
    }

    private static String resource(Map<?, ?> object) {
        String group = text(object.get("apiGroup"));
        String subresource = text(object.get("subresource"));
        return (group.isEmpty() ? "" : group + "/")
                + text(object.get("resource"))
                + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
