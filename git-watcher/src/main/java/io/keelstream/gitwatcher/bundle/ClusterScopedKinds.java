package io.keelstream.gitwatcher.bundle;

import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.tenant.TenantRule.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cluster-scoped kinds: the built-in ones, and those whose CustomResourceDefinition is in the same bundle.
 * No cluster is asked, since git-watcher has no access to one. Immutable; thread-safe.
 */
final class ClusterScopedKinds {

    private static final Set<GroupKind> BUILT_IN = builtIn();

    private final Set<GroupKind> defined;

    private ClusterScopedKinds(Set<GroupKind> defined) {
        this.defined = defined;
    }

    /** The built-in kinds and those that the objects define. */
    static ClusterScopedKinds with(List<SourceObject> objects) {
        Set<GroupKind> defined = new HashSet<>();
        for (SourceObject object : objects) {
            Manifest manifest = object.manifest();
            if (manifest.kind().equals("CustomResourceDefinition")
                    && "Cluster".equals(manifest.at("spec", "scope"))
                    && manifest.at("spec", "group") instanceof String group
                    && manifest.at("spec", "names", "kind") instanceof String kind
                    && !kind.isEmpty()) {
                defined.add(new GroupKind(group, kind));
            }
        }
        return new ClusterScopedKinds(defined);
    }

    boolean contains(GroupKind kind) {
        return BUILT_IN.contains(kind) || defined.contains(kind);
    }

    /** What is known of a kind: the definition of a custom one is in the cluster, also where the bundle has one. */
    Scope scope(GroupKind kind) {
        return contains(kind) ? Scope.CLUSTER : kind.isCustom() ? Scope.UNKNOWN : Scope.NAMESPACED;
    }

    private static Set<GroupKind> builtIn() {
        Set<GroupKind> kinds = new HashSet<>();
        add(kinds, "", "Namespace", "Node", "PersistentVolume", "ComponentStatus");
        add(kinds, "rbac.authorization.k8s.io", "ClusterRole", "ClusterRoleBinding");
        add(kinds, "apiextensions.k8s.io", "CustomResourceDefinition");
        add(kinds, "apiregistration.k8s.io", "APIService");
        add(
                kinds,
                "admissionregistration.k8s.io",
                "MutatingWebhookConfiguration",
                "ValidatingWebhookConfiguration",
                "ValidatingAdmissionPolicy",
                "ValidatingAdmissionPolicyBinding",
                "MutatingAdmissionPolicy",
                "MutatingAdmissionPolicyBinding");
        add(
                kinds,
                "storage.k8s.io",
                "StorageClass",
                "CSIDriver",
                "CSINode",
                "VolumeAttachment",
                "VolumeAttributesClass");
        add(kinds, "scheduling.k8s.io", "PriorityClass");
        add(kinds, "node.k8s.io", "RuntimeClass");
        add(kinds, "networking.k8s.io", "IngressClass", "IPAddress", "ServiceCIDR");
        add(kinds, "flowcontrol.apiserver.k8s.io", "FlowSchema", "PriorityLevelConfiguration");
        add(kinds, "certificates.k8s.io", "CertificateSigningRequest", "ClusterTrustBundle");
        add(kinds, "resource.k8s.io", "DeviceClass", "ResourceSlice", "DeviceTaintRule");
        add(kinds, "internal.apiserver.k8s.io", "StorageVersion");
        add(kinds, "storagemigration.k8s.io", "StorageVersionMigration");
        add(kinds, "gateway.networking.k8s.io", "GatewayClass");
        add(kinds, "policy", "PodSecurityPolicy");
        return Set.copyOf(kinds);
    }

    private static void add(Set<GroupKind> kinds, String group, String... names) {
        for (String name : names) {
            kinds.add(new GroupKind(group, name));
        }
    }
}
