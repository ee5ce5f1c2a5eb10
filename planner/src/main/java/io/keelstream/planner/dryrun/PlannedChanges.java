package io.keelstream.planner.dryrun;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.ownership.Subject;
import io.keelstream.planner.resolve.Resolved;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What else a plan changes, as far as it may resolve a refusal: then the refusal says nothing yet, and the object
 * is asked about again when its turn comes. Immutable.
 */
final class PlannedChanges {

    static final String RBAC = "rbac.authorization.k8s.io";

    private static final Pattern WEBHOOK_SERVICE = Pattern.compile("https://([a-z0-9-]+)\\.([a-z0-9-]+)\\.svc");
    private static final Pattern ACCOUNT = Pattern.compile("service account ([a-z0-9-]+)/([a-z0-9.-]+)");

    private final List<Subject> subjects;
    private final Set<ObjectReference> changed;

    PlannedChanges(List<Resolved> changed) {
        this.subjects = changed.stream().map(Resolved::subject).toList();
        this.changed = changed.stream().map(each -> each.subject().reference()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether another object of the plan may change the server's mind. */
    boolean mayResolve(Resolved resolved, ApiError error) {
        if (resolved.kindChanges()) {
            return error.kind() == ApiError.Kind.PERMANENT || error.kind() == ApiError.Kind.NOT_FOUND;
        }
        String namespace = resolved.subject().reference().namespace();
        if (error.message().contains("exceeded quota")) {
            return changes("ResourceQuota", namespace);
        }
        if (error.message().contains("error looking up service account")) {
            Matcher account = ACCOUNT.matcher(error.message());
            return account.find()
                    && changed.contains(new ObjectReference("", "ServiceAccount", account.group(1), account.group(2)));
        }
        if (error.kind() == ApiError.Kind.NOT_FOUND || error.kind() == ApiError.Kind.FORBIDDEN) {
            return bindsPlannedRole(resolved.subject()) || grants(resolved.subject(), error);
        }
        if (Refusals.webhookAway(error)) {
            Matcher service = WEBHOOK_SERVICE.matcher(error.message());
            return service.find()
                    && changed.stream()
                            .filter(each -> !each.equals(resolved.subject().reference()))
                            .anyMatch(each -> each.namespace().equals(service.group(2)));
        }
        return false;
    }

    /**
     * Whether it is a binding of a role that the plan changes: a server looks into the role for what whoever binds it does not hold, and
     * refuses also where it is not there yet.
     */
    private boolean bindsPlannedRole(Subject binding) {
        ObjectReference reference = binding.reference();
        return reference.group().equals(RBAC)
                && reference.kind().endsWith("RoleBinding")
                && binding.body().tree().get("roleRef") instanceof Map<?, ?> role
                && role.get("kind") instanceof String kind
                && role.get("name") instanceof String name
                && changed.contains(
                        new ObjectReference(RBAC, kind, kind.equals("Role") ? reference.namespace() : "", name));
    }

    /** Whether another object may grant the right that is missing. The right to grant rights is never taken as granted. */
    private boolean grants(Subject refused, ApiError error) {
        PlannedRights missing = PlannedRights.denied(error.message());
        return missing != null
                && !missing.group().equals(RBAC)
                && subjects.stream()
                        .filter(each -> !each.reference().equals(refused.reference()))
                        .anyMatch(each -> missing.mayBeGrantedBy(each.reference(), each.body()));
    }

    private boolean changes(String kind, String namespace) {
        return changed.stream()
                .anyMatch(each -> each.group().isEmpty()
                        && each.kind().equals(kind)
                        && each.namespace().equals(namespace));
    }
}
