package io.keelstream.kubernetes.tenant;

import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.contracts.text.Wildcard;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether tenants may have an object. Every tenant that has a say has to allow it. What only the server can see, such as the rights that a
 * Role grants, is not looked at. Stateless.
 */
public final class TenantRule {

    private static final GroupKind NAMESPACE = new GroupKind("", "Namespace");
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Set<GroupKind> BINDINGS =
            Set.of(new GroupKind(RBAC, "RoleBinding"), new GroupKind(RBAC, "ClusterRoleBinding"));
    /** Who pods run as, and the annotation by which Kubernetes fills a Secret with the token of an account. */
    private static final Set<String> ACCOUNTS =
            Set.of("serviceAccountName", "serviceAccount", "kubernetes.io/service-account.name");

    private TenantRule() {}

    /** What is known of the scope of an object's kind. */
    public enum Scope {
        NAMESPACED,
        CLUSTER,
        /** The kind's definition was not seen: it may be either. */
        UNKNOWN
    }

    /**
     * Why tenants may not have an object; empty where they may.
     *
     * @param tenants those that have a say
     * @param reference the object, with the namespace that it gets
     * @param scope what is known of its kind
     * @param manifest the object
     */
    public static Optional<String> refusal(
            List<TenantLimits> tenants, ObjectReference reference, Scope scope, Manifest manifest) {
        return tenants.stream()
                .flatMap(tenant -> place(tenant, reference, scope)
                        .or(() -> grant(tenant, reference, manifest))
                        .or(() -> account(tenant, reference, manifest))
                        .stream())
                .findFirst();
    }

    /** The same of an object of a bundle, of which no cluster is asked: a custom kind in a namespace may be of either scope. */
    public static Optional<String> refusal(List<TenantLimits> tenants, ObjectReference reference, Manifest manifest) {
        Scope scope = reference.namespace().isEmpty()
                ? Scope.CLUSTER
                : reference.groupKind().isCustom() ? Scope.UNKNOWN : Scope.NAMESPACED;
        return refusal(tenants, reference, scope, manifest);
    }

    /** The same of an object of which nothing but its place is known. */
    public static Optional<String> refusal(List<TenantLimits> tenants, ObjectReference reference) {
        Scope scope = reference.namespace().isEmpty() ? Scope.CLUSTER : Scope.NAMESPACED;
        return tenants.stream()
                .flatMap(tenant -> place(tenant, reference, scope).stream())
                .findFirst();
    }

    /**
     * Why {@code policy.createNamespace} may not create a namespace that objects may be in; empty where it may. That needs the kind as
     * declaring the namespace does: one without the labels that somebody would have given it has no Pod Security, so that its pods may do
     * more than others. Argo CD has the same rule for {@code CreateNamespace} and a project's {@code clusterResourceWhitelist}.
     */
    public static Optional<String> refusalToCreate(List<TenantLimits> tenants, String namespace) {
        return tenants.stream()
                .filter(tenant -> !Wildcard.allows(tenant.clusterScoped(), NAMESPACE.toString()))
                .findFirst()
                .map(tenant -> "namespace " + namespace + " does not exist, and tenant '" + tenant.name()
                        + "' may not create namespaces (cluster-scoped: " + listed(tenant.clusterScoped())
                        + "). Have somebody create it, or have keelstream.tenants allow Namespace in cluster-scoped");
    }

    private static Optional<String> place(TenantLimits tenant, ObjectReference reference, Scope scope) {
        String kind = reference.groupKind().toString();
        boolean listed = Wildcard.allows(tenant.clusterScoped(), kind);
        return switch (scope) {
            case CLUSTER -> {
                if (!listed) {
                    yield refused(tenant, reference, "is cluster-scoped", "cluster-scoped", tenant.clusterScoped());
                }
                yield reference.groupKind().equals(NAMESPACE) && !Wildcard.allows(tenant.namespaces(), reference.name())
                        ? refused(tenant, reference, "is a namespace", "namespaces", tenant.namespaces())
                        : Optional.empty();
            }
            case UNKNOWN -> listed ? Optional.empty() : namespaced(tenant, reference, kind);
            case NAMESPACED -> namespaced(tenant, reference, kind);
        };
    }

    private static Optional<String> namespaced(TenantLimits tenant, ObjectReference reference, String kind) {
        if (!Wildcard.allows(tenant.kinds(), kind)) {
            return refused(tenant, reference, "is of the kind " + kind, "kinds", tenant.kinds());
        }
        return Wildcard.allows(tenant.namespaces(), reference.namespace())
                ? Optional.empty()
                : refused(
                        tenant,
                        reference,
                        "is in namespace '" + reference.namespace() + "'",
                        "namespaces",
                        tenant.namespaces());
    }

    /** A Role is in the binding's own namespace; a ClusterRole is somebody else's. */
    private static Optional<String> grant(TenantLimits tenant, ObjectReference reference, Manifest manifest) {
        if (!BINDINGS.contains(reference.groupKind())) {
            return Optional.empty();
        }
        String role = text(manifest.at("roleRef", "name"));
        boolean own = "Role".equals(manifest.at("roleRef", "kind"));
        return own || Wildcard.allows(tenant.clusterRoles(), role)
                ? Optional.empty()
                : refused(
                        tenant, reference, "grants ClusterRole '" + role + "'", "cluster-roles", tenant.clusterRoles());
    }

    private static Optional<String> account(TenantLimits tenant, ObjectReference reference, Manifest manifest) {
        return accounts(manifest.tree())
                .filter(account -> !Wildcard.allows(tenant.serviceAccounts(), account))
                .findFirst()
                .flatMap(account -> refused(
                        tenant,
                        reference,
                        "acts as service account '" + account + "'",
                        "service-accounts",
                        tenant.serviceAccounts()));
    }

    /** Pods and their templates may be anywhere in an object, those of custom kinds too. */
    private static Stream<String> accounts(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list.stream().flatMap(TenantRule::accounts);
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .flatMap(each -> ACCOUNTS.contains(each.getKey()) && each.getValue() instanceof String account
                                ? Stream.of(account)
                                : accounts(each.getValue()));
            case null, default -> Stream.empty();
        };
    }

    private static Optional<String> refused(
            TenantLimits tenant, ObjectReference reference, String what, String list, List<String> allowed) {
        return Optional.of(reference + " " + what + ", which tenant '" + tenant.name() + "' may not have (" + list
                + ": " + listed(allowed) + "). Remove it, or have keelstream.tenants allow it");
    }

    private static String listed(List<String> patterns) {
        return patterns.isEmpty() ? "none" : String.join(", ", patterns);
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
