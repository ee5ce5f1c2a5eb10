package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to objects on their way in: a namespace must be there, pods get an account, services an address. */
final class Admission {

    private static final TypeKey NAMESPACES = new TypeKey("", "namespaces");

    private final ObjectStore store;
    private final ServiceAddresses addresses;

    Admission(ObjectStore store) {
        this.store = store;
        this.addresses = new ServiceAddresses(store);
    }

    void admit(Resource resource, Map<String, @Nullable Object> tree, boolean dryRun) {
        if (resource.namespaced()) {
            requireNamespace(resource, tree);
        }
        if (resource.custom() != null) {
            return;
        }
        FirstStatus.set(resource.kind(), resource.version(), tree);
        switch (resource.kind()) {
            case "Job" -> job(tree);
            case "Namespace" -> {
                Tree.within(tree, "spec").put("finalizers", new java.util.ArrayList<>(List.of("kubernetes")));
                Tree.within(tree, "status").put("phase", "Active");
            }
            case "Pod" -> pod(tree);
            case "Service" -> addresses.assign(tree, dryRun);
            case "CustomResourceDefinition" -> {
                List<@Nullable Object> finalizers = new ArrayList<>(Tree.list(tree, "metadata", "finalizers"));
                finalizers.add("customresourcecleanup.apiextensions.k8s.io");
                Tree.within(tree, "metadata").put("finalizers", finalizers);
            }
            case "PersistentVolumeClaim" -> Tree.within(tree, "status").put("phase", "Pending");
            case "PersistentVolume" -> Tree.within(tree, "status").put("phase", "Pending");
            default -> {}
        }
    }

    /** A Job without a selector of its own gets one by its uid. */
    private static void job(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> spec = Tree.within(tree, "spec");
        if (Tree.flag(spec, "manualSelector") || !Tree.map(spec, "selector").isEmpty()) {
            return;
        }
        String uid = Tree.text(tree, "metadata", "uid");
        String name = Tree.text(tree, "metadata", "name");
        Tree.within(spec, "selector", "matchLabels").put("batch.kubernetes.io/controller-uid", uid);
        Map<String, @Nullable Object> labels = Tree.within(spec, "template", "metadata", "labels");
        for (String prefix : List.of("batch.kubernetes.io/", "")) {
            labels.put(prefix + "controller-uid", uid);
            labels.put(prefix + "job-name", name);
        }
        if (Tree.map(tree, "metadata", "labels").isEmpty()) {
            Tree.within(tree, "metadata").put("labels", Tree.copy(labels));
        }
    }

    private static void pod(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> spec = Tree.within(tree, "spec");
        spec.putIfAbsent("serviceAccountName", "default");
        spec.putIfAbsent("serviceAccount", spec.get("serviceAccountName"));
        spec.putIfAbsent("enableServiceLinks", true);
        spec.putIfAbsent("priority", 0L);
        spec.putIfAbsent("preemptionPolicy", "PreemptLowerPriority");
        Map<String, @Nullable Object> status = Tree.within(tree, "status");
        status.put("phase", "Pending");
        status.put("qosClass", QualityOfService.of(spec));
    }

    private void requireNamespace(Resource resource, Map<String, @Nullable Object> tree) {
        String name = Tree.text(tree, "metadata", "namespace");
        StoredObject namespace = store.get(new ObjectKey(NAMESPACES, "", name));
        if (namespace == null) {
            throw Status.notFound("namespaces", "", name);
        }
        if (Tree.text(namespace.tree(), "status", "phase").equals("Terminating")) {
            throw Status.terminating(
                    resource.plural(),
                    resource.group(),
                    Tree.text(tree, "metadata", "name"),
                    new FieldError(
                            "NamespaceTerminating", "metadata.namespace", "namespace " + name + " is being terminated"),
                    "unable to create new content in namespace " + name + " because it is being terminated");
        }
    }
}
