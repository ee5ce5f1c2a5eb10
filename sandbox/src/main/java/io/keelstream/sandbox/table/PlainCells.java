package io.keelstream.sandbox.table;

import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that is neither a workload nor on the network. */
final class PlainCells {

    private final Ages ages;
    private final ClusterCells cluster;

    PlainCells(Ages ages) {
        this.ages = ages;
        this.cluster = new ClusterCells(ages);
    }

    /** Adds the row's cells; false for kinds that are not known here. */
    boolean add(String kind, Map<String, @Nullable Object> tree, List<@Nullable Object> cells) {
        String name = Cells.name(tree);
        String age = Cells.age(ages, tree);
        Map<String, @Nullable Object> spec = Tree.map(tree, "spec");
        switch (kind) {
            case "ConfigMap" ->
                cells.addAll(List.of(
                        name,
                        (long) Tree.map(tree, "data").size()
                                + Tree.map(tree, "binaryData").size(),
                        age));
            case "Secret" ->
                cells.addAll(List.of(
                        name,
                        Tree.text(tree, "type"),
                        (long) Tree.map(tree, "data").size(),
                        age));
            case "HorizontalPodAutoscaler" -> autoscaler(tree, cells);
            case "PodDisruptionBudget" ->
                cells.addAll(List.of(
                        name,
                        orNotAvailable(spec.get("minAvailable")),
                        orNotAvailable(spec.get("maxUnavailable")),
                        Tree.number(0, tree, "status", "disruptionsAllowed"),
                        age));
            case "RoleBinding", "ClusterRoleBinding" -> binding(tree, cells);
            case "Role", "ClusterRole", "CustomResourceDefinition", "LimitRange", "CSIStorageCapacity" ->
                cells.addAll(List.of(name, Tree.text(tree, "metadata", "creationTimestamp")));
            case "Lease" -> cells.addAll(List.of(name, Tree.text(spec, "holderIdentity"), age));
            case "Event" -> event(tree, cells);
            case "ControllerRevision" ->
                cells.addAll(List.of(name, controller(tree), String.valueOf(Tree.number(0, tree, "revision")), age));
            case "PriorityClass" ->
                cells.addAll(List.of(
                        name,
                        Tree.number(0, tree, "value"),
                        Tree.flag(tree, "globalDefault"),
                        age,
                        Tree.text(tree, "preemptionPolicy")));
            case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" ->
                cells.addAll(List.of(name, (long) Tree.list(tree, "webhooks").size(), age));
            default -> {
                return cluster.add(kind, tree, cells);
            }
        }
        return true;
    }

    private void autoscaler(Map<String, @Nullable Object> tree, List<@Nullable Object> cells) {
        Map<String, @Nullable Object> spec = Tree.map(tree, "spec");
        List<String> targets = new ArrayList<>();
        for (Map<String, @Nullable Object> metric : Tree.maps(spec, "metrics")) {
            String resource = Tree.text(metric, "resource", "name");
            Object percent = Tree.at(metric, "resource", "target", "averageUtilization");
            Object value = Tree.at(metric, "resource", "target", "averageValue");
            targets.add((resource.isEmpty() ? "" : resource + ": ") + "<unknown>/"
                    + (percent != null ? percent + "%" : value));
        }
        cells.addAll(List.of(
                Cells.name(tree),
                Tree.text(spec, "scaleTargetRef", "kind") + "/" + Tree.text(spec, "scaleTargetRef", "name"),
                Cells.orNone(String.join(", ", targets)),
                String.valueOf(Tree.number(1, spec, "minReplicas")),
                Tree.number(0, spec, "maxReplicas"),
                Tree.number(0, tree, "status", "currentReplicas"),
                Cells.age(ages, tree)));
    }

    private void binding(Map<String, @Nullable Object> tree, List<@Nullable Object> cells) {
        cells.addAll(List.of(
                Cells.name(tree),
                Tree.text(tree, "roleRef", "kind") + "/" + Tree.text(tree, "roleRef", "name"),
                Cells.age(ages, tree)));
        for (String kind : List.of("User", "Group", "ServiceAccount")) {
            cells.add(String.join(
                    ", ",
                    Tree.maps(tree, "subjects").stream()
                            .filter(subject -> Tree.text(subject, "kind").equals(kind))
                            .map(subject -> kind.equals("ServiceAccount")
                                    ? Tree.text(subject, "namespace") + "/" + Tree.text(subject, "name")
                                    : Tree.text(subject, "name"))
                            .toList()));
        }
    }

    private void event(Map<String, @Nullable Object> tree, List<@Nullable Object> cells) {
        String last = Tree.text(tree, "lastTimestamp");
        String first = Tree.text(tree, "firstTimestamp");
        cells.add(ages.since(last.isEmpty() ? Tree.text(tree, "eventTime") : last));
        cells.add(Tree.text(tree, "type"));
        cells.add(Tree.text(tree, "reason"));
        cells.add(Tree.text(tree, "involvedObject", "kind").toLowerCase(java.util.Locale.ROOT) + "/"
                + Tree.text(tree, "involvedObject", "name"));
        cells.add(Tree.text(tree, "involvedObject", "fieldPath"));
        cells.add(Tree.text(tree, "source", "component") + Tree.text(tree, "reportingComponent"));
        cells.add(Tree.text(tree, "message").strip());
        cells.add(ages.since(first.isEmpty() ? Tree.text(tree, "eventTime") : first));
        cells.add(Tree.number(1, tree, "count"));
        cells.add(Cells.name(tree));
    }

    private static String controller(Map<String, @Nullable Object> tree) {
        return Tree.maps(tree, "metadata", "ownerReferences").stream()
                .filter(owner -> Tree.flag(owner, "controller"))
                .map(owner -> Tree.text(owner, "kind").toLowerCase(java.util.Locale.ROOT) + ".apps/"
                        + Tree.text(owner, "name"))
                .findFirst()
                .orElse("<none>");
    }

    private static String orNotAvailable(@Nullable Object value) {
        return value == null ? "N/A" : String.valueOf(value);
    }
}
