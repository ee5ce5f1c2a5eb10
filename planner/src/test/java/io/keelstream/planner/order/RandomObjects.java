package io.keelstream.planner.order;

import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A random set of objects, of which some name others as people's manifests do, and which of them has to come before which. What an object
 * needs was made before it, so nothing goes round in a circle; the kinds are in an order in which that says all of it.
 */
final class RandomObjects {

    /** The first has to be applied before the second. */
    record Need(ObjectReference before, ObjectReference after) {}

    private static final String NAMESPACE = "shop";

    private static final List<String> KINDS = List.of(
            "v1/Namespace",
            "apiextensions.k8s.io/v1/CustomResourceDefinition",
            "storage.k8s.io/v1/StorageClass",
            "v1/PersistentVolumeClaim",
            "v1/ServiceAccount",
            "v1/ConfigMap",
            "v1/Secret",
            "rbac.authorization.k8s.io/v1/Role",
            "rbac.authorization.k8s.io/v1/RoleBinding",
            "v1/Service",
            "apps/v1/Deployment",
            "batch/v1/CronJob",
            "networking.k8s.io/v1/IngressClass",
            "networking.k8s.io/v1/Ingress",
            "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration",
            "example.com/v1/Gadget");

    private static final Set<String> CLUSTER_SCOPED = Set.of(
            "Namespace", "CustomResourceDefinition", "StorageClass", "IngressClass", "ValidatingWebhookConfiguration");

    private final Random random;
    private final int waves;
    private final List<Item> items = new ArrayList<>();
    private final List<Need> needs = new ArrayList<>();

    /** What the object that is being made needs. */
    private final List<Item> needed = new ArrayList<>();

    RandomObjects(Random random) {
        this.random = random;
        this.waves = 1 + random.nextInt(3);
        for (String kind : KINDS) {
            int most = Set.of("Namespace", "CustomResourceDefinition").contains(name(kind)) ? 2 : 4;
            IntStream.range(0, random.nextInt(most)).forEach(number -> add(kind, number));
        }
    }

    /** The objects, in random order. */
    List<Item> items() {
        List<Item> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    List<Need> needs() {
        return needs;
    }

    private void add(String typed, int number) {
        needed.clear();
        String kind = name(typed);
        boolean clusterScoped = CLUSTER_SCOPED.contains(kind);
        String body = body(kind);
        if (!clusterScoped) {
            any("Namespace");
        }
        Item explicit = !items.isEmpty() && random.nextInt(3) == 0 ? items.get(random.nextInt(items.size())) : null;
        if (explicit != null) {
            needed.add(explicit);
        }
        int wave = KINDS.indexOf(typed) * waves / KINDS.size();
        String annotations = "{keelstream.io/wave: \"" + wave + "\""
                + (explicit == null ? "" : ", keelstream.io/depends-on: \"" + explicit.reference() + "\"") + "}";
        String name = kind.equals("Namespace") ? NAMESPACE : "o" + number;
        Item item = OrderTests.items(OrderTests.object(
                                typed.substring(0, typed.lastIndexOf('/')),
                                kind,
                                name,
                                clusterScoped ? "" : NAMESPACE,
                                annotations)
                        + body)
                .getFirst();
        needed.forEach(each -> needs.add(new Need(each.reference(), item.reference())));
        items.add(item);
    }

    /** What an object of the kind says beside its metadata; what it names is needed. */
    private String body(String kind) {
        return switch (kind) {
            case "CustomResourceDefinition" -> "spec: {group: example.com, names: {kind: Gadget}}\n";
            case "PersistentVolumeClaim" -> "spec: {storageClassName: " + any("StorageClass") + "}\n";
            case "RoleBinding" ->
                "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: " + any("Role") + "}\n";
            case "Deployment" -> "spec: {template: {spec: " + pods() + "}}\n";
            case "CronJob" -> "spec: {jobTemplate: {spec: {template: {spec: " + pods() + "}}}}\n";
            case "Ingress" -> "spec: {ingressClassName: " + any("IngressClass") + "}\n";
            case "ValidatingWebhookConfiguration" ->
                "webhooks: [{clientConfig: {service: {namespace: shop, name: " + any("Service") + "}}}]\n";
            case "Gadget" -> {
                any("CustomResourceDefinition");
                yield "";
            }
            default -> "";
        };
    }

    private String pods() {
        return "{serviceAccountName: " + any("ServiceAccount")
                + ", containers: [{name: c, envFrom: [{configMapRef: {name: " + any("ConfigMap")
                + "}}]}], volumes: [{name: v, secret: {secretName: " + any("Secret") + "}}]}";
    }

    /** The name of one of the kind, which is needed; of one that is not in the set where there is none. */
    private String any(String kind) {
        List<Item> there = items.stream()
                .filter(item -> item.reference().kind().equals(kind))
                .toList();
        if (there.isEmpty()) {
            return "elsewhere";
        }
        Item one = there.get(random.nextInt(there.size()));
        needed.add(one);
        return one.reference().name();
    }

    private static String name(String typed) {
        return typed.substring(typed.lastIndexOf('/') + 1);
    }
}
