package io.keelstream.planner.dryrun;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server fills into a RoleBinding or ClusterRoleBinding. The server is not asked about these, so what Git leaves out
 * is completed here before it is compared with what is live. Pure.
 */
final class BindingDefaults {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final List<GroupKind> BINDINGS =
            List.of(new GroupKind(GROUP, "RoleBinding"), new GroupKind(GROUP, "ClusterRoleBinding"));

    private BindingDefaults() {}

    /** Whether the two name different roles, which the server lets nobody change. */
    static boolean otherRole(Manifest live, Manifest body) {
        return is(body) && !Objects.equals(role(live), role(body));
    }

    /** The binding as the server would store it; any other object as it is. */
    static Manifest completed(Manifest object) {
        if (!is(object)) {
            return object;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        tree.put("roleRef", role(object));
        tree.computeIfPresent(
                "subjects",
                (name, subjects) -> Manifest.list(subjects).stream()
                        .map(each -> subject(Manifest.map(each)))
                        .toList());
        return new Manifest(tree);
    }

    private static boolean is(Manifest object) {
        return BINDINGS.contains(object.groupKind());
    }

    private static Map<String, @Nullable Object> role(Manifest binding) {
        return withGroup(Manifest.map(binding.tree().get("roleRef")));
    }

    private static Map<String, @Nullable Object> subject(Map<String, @Nullable Object> subject) {
        if (!"ServiceAccount".equals(subject.get("kind"))) {
            return withGroup(subject);
        }
        Map<String, @Nullable Object> account = new LinkedHashMap<>(subject);
        account.values().removeIf(value -> value == null || value.equals(""));
        return account;
    }

    private static Map<String, @Nullable Object> withGroup(Map<String, @Nullable Object> reference) {
        Map<String, @Nullable Object> complete = new LinkedHashMap<>(reference);
        Object group = complete.get("apiGroup");
        complete.put("apiGroup", group == null || group.equals("") ? GROUP : group);
        return complete;
    }
}
