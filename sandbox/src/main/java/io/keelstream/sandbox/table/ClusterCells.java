package io.keelstream.sandbox.table;

import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Namespaces, nodes, storage, and other things that a cluster has few of. */
final class ClusterCells {

    private static final String UNKNOWN = "<unknown>";

    private final Ages ages;

    ClusterCells(Ages ages) {
        this.ages = ages;
    }

    /** Adds the row's cells; false for kinds that are not known here. */
    boolean add(String kind, Map<String, @Nullable Object> tree, List<@Nullable Object> cells) {
        String name = Cells.name(tree);
        String age = Cells.age(ages, tree);
        switch (kind) {
            case "Namespace" -> cells.addAll(List.of(name, Tree.text(tree, "status", "phase"), age));
            case "Node" -> node(tree, cells, age);
            case "PersistentVolumeClaim" -> claim(tree, cells, age);
            case "PersistentVolume" -> volume(tree, cells, age);
            case "StorageClass" ->
                cells.addAll(List.of(
                        name
                                + (Tree.text(
                                                        tree,
                                                        "metadata",
                                                        "annotations",
                                                        "storageclass.kubernetes.io/is-default-class")
                                                .equals("true")
                                        ? " (default)"
                                        : ""),
                        Tree.text(tree, "provisioner"),
                        Tree.text(tree, "reclaimPolicy"),
                        Tree.text(tree, "volumeBindingMode"),
                        Tree.flag(tree, "allowVolumeExpansion") ? "true" : "false",
                        age));
            case "ResourceQuota" -> cells.addAll(List.of(name, "", "", age));
            case "RuntimeClass" -> cells.addAll(List.of(name, Tree.text(tree, "handler"), age));
            case "APIService" -> cells.addAll(List.of(name, "Local", "True", age));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void node(Map<String, @Nullable Object> tree, List<@Nullable Object> cells, String age) {
        boolean ready = Tree.maps(tree, "status", "conditions").stream()
                .anyMatch(condition -> Tree.text(condition, "type").equals("Ready")
                        && Tree.text(condition, "status").equals("True"));
        String address = Tree.maps(tree, "status", "addresses").stream()
                .filter(entry -> Tree.text(entry, "type").equals("InternalIP"))
                .map(entry -> Tree.text(entry, "address"))
                .findFirst()
                .orElse("<none>");
        Map<String, @Nullable Object> info = Tree.map(tree, "status", "nodeInfo");
        cells.addAll(List.of(
                Cells.name(tree),
                (ready ? "Ready" : "NotReady")
                        + (Tree.flag(tree, "spec", "unschedulable") ? ",SchedulingDisabled" : ""),
                "<none>",
                age,
                Tree.text(info, "kubeletVersion"),
                address,
                "<none>",
                orUnknown(Tree.text(info, "osImage")),
                orUnknown(Tree.text(info, "kernelVersion")),
                orUnknown(Tree.text(info, "containerRuntimeVersion"))));
    }

    private static void claim(Map<String, @Nullable Object> tree, List<@Nullable Object> cells, String age) {
        Map<String, @Nullable Object> spec = Tree.map(tree, "spec");
        boolean bound = !Tree.text(spec, "volumeName").isEmpty();
        cells.addAll(List.of(
                Cells.name(tree),
                Tree.text(tree, "status", "phase"),
                Tree.text(spec, "volumeName"),
                bound ? Tree.text(tree, "status", "capacity", "storage") : "",
                bound ? modes(spec) : "",
                Tree.text(spec, "storageClassName"),
                "<unset>",
                age,
                Tree.text(spec, "volumeMode")));
    }

    private static void volume(Map<String, @Nullable Object> tree, List<@Nullable Object> cells, String age) {
        Map<String, @Nullable Object> spec = Tree.map(tree, "spec");
        String claim = Tree.text(spec, "claimRef", "name");
        cells.addAll(List.of(
                Cells.name(tree),
                Tree.text(spec, "capacity", "storage"),
                modes(spec),
                Tree.text(spec, "persistentVolumeReclaimPolicy"),
                Tree.text(tree, "status", "phase"),
                claim.isEmpty() ? "" : Tree.text(spec, "claimRef", "namespace") + "/" + claim,
                Tree.text(spec, "storageClassName"),
                "<unset>",
                Tree.text(tree, "status", "reason"),
                age,
                Tree.text(spec, "volumeMode")));
    }

    private static String modes(Map<String, @Nullable Object> spec) {
        return String.join(
                ",",
                Tree.list(spec, "accessModes").stream()
                        .map(mode -> switch (String.valueOf(mode)) {
                            case "ReadWriteOnce" -> "RWO";
                            case "ReadOnlyMany" -> "ROX";
                            case "ReadWriteMany" -> "RWX";
                            case "ReadWriteOncePod" -> "RWOP";
                            default -> String.valueOf(mode);
                        })
                        .toList());
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? UNKNOWN : text;
    }
}
