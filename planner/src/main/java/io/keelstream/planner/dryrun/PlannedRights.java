package io.keelstream.planner.dryrun;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server said that a user may not do, and whether a Role or a binding of the same plan may grant it. Which Roles a user
 * has, and to which groups it belongs, the server does not say: a Role that allows the call counts whoever has it, and a binding of the user whatever it
 * grants. Pure. The words are those of the RBAC authorizer of Kubernetes.
 *
 * @param user the user
 * @param verb what it may not do
 * @param resource with which resource, e.g. {@code deployments}
 * @param group of which API group; empty for the core
 * @param namespace in which namespace; empty for the whole cluster
 */
record PlannedRights(String user, String verb, String resource, String group, String namespace) {

    private static final Pattern DENIED =
            Pattern.compile("User \"([^\"]+)\" cannot (\\S+) resource \"([^\"]+)\" in API group \"([^\"]*)\""
                    + "(?: in the namespace \"([^\"]+)\"| at the cluster scope)");

    private static final String ACCOUNT = "system:serviceaccount:";

    /** What a message is about; null where it is about something else. */
    static @Nullable PlannedRights denied(String message) {
        Matcher denied = DENIED.matcher(message);
        if (!denied.find()) {
            return null;
        }
        String namespace = denied.group(5);
        return new PlannedRights(
                denied.group(1), denied.group(2), denied.group(3), denied.group(4), namespace == null ? "" : namespace);
    }

    /** Whether an object that the plan applies may grant it. */
    boolean mayBeGrantedBy(ObjectReference reference, Manifest object) {
        if (!reference.group().equals(PlannedChanges.RBAC)) {
            return false;
        }
        boolean here = reference.namespace().equals(namespace);
        return switch (reference.kind()) {
            case "Role" -> here && allows(object);
            case "ClusterRole" -> allows(object) || object.tree().containsKey("aggregationRule");
            case "RoleBinding" -> here && binds(object);
            case "ClusterRoleBinding" -> binds(object);
            default -> false;
        };
    }

    private boolean allows(Manifest role) {
        return Manifest.list(role.tree().get("rules")).stream()
                .map(Manifest::map)
                .anyMatch(rule ->
                        has(rule, "verbs", verb) && has(rule, "apiGroups", group) && has(rule, "resources", resource));
    }

    private static boolean has(Map<String, ?> rule, String part, String word) {
        List<?> words = Manifest.list(rule.get(part));
        return words.contains("*") || words.contains(word);
    }

    private boolean binds(Manifest binding) {
        return Manifest.list(binding.tree().get("subjects")).stream()
                .map(Manifest::map)
                .anyMatch(this::isUser);
    }

    private boolean isUser(Map<String, ?> subject) {
        return switch (String.valueOf(subject.get("kind"))) {
            case "User" -> user.equals(subject.get("name"));
            case "ServiceAccount" -> user.equals(ACCOUNT + subject.get("namespace") + ":" + subject.get("name"));
            case "Group" -> true;
            default -> false;
        };
    }
}
