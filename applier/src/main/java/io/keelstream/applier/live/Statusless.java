package io.keelstream.applier.live;

import io.keelstream.kubernetes.object.GroupKind;
import java.util.Set;

/** Kinds without a status worth waiting for: their bodies are not fetched at all. */
final class Statusless {

    private static final Set<String> KINDS = Set.of(
            "ConfigMap",
            "Secret",
            "ServiceAccount",
            "Role.rbac.authorization.k8s.io",
            "RoleBinding.rbac.authorization.k8s.io",
            "ClusterRole.rbac.authorization.k8s.io",
            "ClusterRoleBinding.rbac.authorization.k8s.io",
            "NetworkPolicy.networking.k8s.io",
            "PriorityClass.scheduling.k8s.io");

    private Statusless() {}

    static boolean is(GroupKind kind) {
        return KINDS.contains(kind.toString());
    }
}
