package io.keelstream.sandbox.boot;

import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.operation.WriteOptions;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what every cluster has: its namespaces, the service of the API itself, priority classes, and nodes. */
public final class FirstObjects {

    private static final WriteOptions AS_SERVER = WriteOptions.internal("kube-apiserver");

    private final Objects objects;

    public FirstObjects(Objects objects) {
        this.objects = objects;
    }

    /**
     * Creates what is missing; what a state file brought back is left alone.
     *
     * @param nodes number of nodes
     */
    public void create(int nodes) {
        for (String name : List.of("kube-system", "kube-public", "kube-node-lease", "default")) {
            create("", "namespaces", "", name, Tree.of());
        }
        Map<String, @Nullable Object> port = Tree.of("name", "https", "port", 443, "targetPort", 6443);
        Map<String, @Nullable Object> labels = Tree.of("component", "apiserver", "provider", "kubernetes");
        create(
                "",
                "services",
                "default",
                "kubernetes",
                Tree.of(
                        "metadata",
                        Tree.of("labels", labels),
                        "spec",
                        Tree.of("clusterIP", "10.0.0.1", "ports", new java.util.ArrayList<>(List.of(port)))));
        priority("system-cluster-critical", 2_000_000_000L);
        priority("system-node-critical", 2_000_001_000L);
        for (int i = 0; i < nodes; i++) {
            String name = "node-" + i;
            Map<String, @Nullable Object> nodeLabels =
                    Tree.of("kubernetes.io/hostname", name, "kubernetes.io/os", "linux", "kubernetes.io/arch", "amd64");
            create("", "nodes", "", name, Tree.of("metadata", Tree.of("labels", nodeLabels)));
        }
    }

    private void priority(String name, long value) {
        create("scheduling.k8s.io", "priorityclasses", "", name, Tree.of("value", value));
    }

    private void create(
            String group, String plural, String namespace, String name, Map<String, @Nullable Object> body) {
        TypeKey type = new TypeKey(group, plural);
        Resource resource = objects.catalog().stored(type);
        if (resource == null || objects.store().get(new ObjectKey(type, namespace, name)) != null) {
            return;
        }
        Tree.within(body, "metadata").put("name", name);
        objects.create(resource, namespace, body, AS_SERVER);
    }
}
