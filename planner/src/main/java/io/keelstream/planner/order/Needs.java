package io.keelstream.planner.order;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an object names in its own body and must therefore come after, apart from its namespace and its definition. Only
 * references by name; what is matched by other means is in {@link Inference}. Pure.
 */
final class Needs {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String NETWORKING = "networking.k8s.io";
    private static final String GATEWAY = "gateway.networking.k8s.io";
    private static final String STORAGE = "storage.k8s.io";

    private final ObjectReference reference;
    private final Manifest body;
    private final Set<ObjectReference> found;

    private Needs(ObjectReference reference, Manifest body) {
        this.reference = reference;
        this.body = body;
        this.found = new LinkedHashSet<>(PodNeeds.of(reference, body));
    }

    static Set<ObjectReference> of(ObjectReference reference, Manifest body) {
        Needs needs = new Needs(reference, body);
        needs.read();
        return needs.found;
    }

    private void read() {
        switch (reference.groupKind().toString()) {
            case "RoleBinding." + RBAC, "ClusterRoleBinding." + RBAC -> role();
            case "PersistentVolume" -> {
                add(STORAGE, "StorageClass", "", body.at("spec", "storageClassName"));
            }
            case "PersistentVolumeClaim" -> {
                add(STORAGE, "StorageClass", "", body.at("spec", "storageClassName"));
                add("", "PersistentVolume", "", body.at("spec", "volumeName"));
            }
            case "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
                    "MutatingWebhookConfiguration.admissionregistration.k8s.io" -> {
                for (Object webhook : Manifest.list(body.tree().get("webhooks"))) {
                    service(Manifest.map(Manifest.map(webhook).get("clientConfig"))
                            .get("service"));
                }
            }
            case "CustomResourceDefinition.apiextensions.k8s.io" ->
                service(body.at("spec", "conversion", "webhook", "clientConfig", "service"));
            case "APIService.apiregistration.k8s.io" -> service(body.at("spec", "service"));
            case "Ingress." + NETWORKING, "Ingress.extensions" -> {
                add(NETWORKING, "IngressClass", "", body.at("spec", "ingressClassName"));
                add(NETWORKING, "IngressClass", "", body.annotation("kubernetes.io/ingress.class"));
            }
            case "Gateway." + GATEWAY -> add(GATEWAY, "GatewayClass", "", body.at("spec", "gatewayClassName"));
            default -> {}
        }
    }

    private void role() {
        Object kind = body.at("roleRef", "kind");
        if (kind instanceof String text && !text.isEmpty()) {
            add(RBAC, text, text.equals("Role") ? reference.namespace() : "", body.at("roleRef", "name"));
        }
    }

    private void service(@Nullable Object service) {
        Object namespace = Manifest.map(service).get("namespace");
        if (namespace instanceof String text) {
            add("", "Service", text, Manifest.map(service).get("name"));
        }
    }

    private void add(String group, String kind, String namespace, @Nullable Object name) {
        if (name instanceof String text && !text.isEmpty()) {
            found.add(new ObjectReference(group, kind, namespace, text));
        }
    }
}
