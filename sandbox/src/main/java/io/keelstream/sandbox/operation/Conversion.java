package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries objects between the versions of a kind. Only two built-in kinds have versions that differ in more than their
 * name: events ({@code v1} is stored) and autoscalers ({@code v2} is stored). Custom resources change their apiVersion
 * and nothing else, as with the conversion strategy {@code None}.
 */
public final class Conversion {

    private static final List<String> EVENT_NAMES = List.of(
            "involvedObject=regarding",
            "message=note",
            "source=deprecatedSource",
            "firstTimestamp=deprecatedFirstTimestamp",
            "lastTimestamp=deprecatedLastTimestamp",
            "count=deprecatedCount",
            "reportingComponent=reportingController");

    private Conversion() {}

    /** The object in another version of its resource; the tree itself is changed. */
    public static Map<String, @Nullable Object> convert(
            Map<String, @Nullable Object> tree, Resource from, Resource to) {
        if (from.apiVersion().equals(to.apiVersion())) {
            return tree;
        }
        if (from.custom() == null && from.kind().equals("HorizontalPodAutoscaler")) {
            if (to.version().equals("v1")) {
                toFirstAutoscaler(tree);
            } else {
                toSecondAutoscaler(tree);
            }
        }
        if (from.custom() == null && from.kind().equals("Event")) {
            boolean toCore = to.group().isEmpty();
            for (String pair : EVENT_NAMES) {
                String[] names = pair.split("=", 2);
                rename(tree, names[toCore ? 1 : 0], names[toCore ? 0 : 1]);
            }
        }
        tree.put("apiVersion", to.apiVersion());
        return tree;
    }

    private static void toFirstAutoscaler(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> spec = Tree.within(tree, "spec");
        for (Map<String, @Nullable Object> metric : Tree.maps(spec, "metrics")) {
            Object utilization = Tree.at(metric, "resource", "target", "averageUtilization");
            if (Tree.text(metric, "resource", "name").equals("cpu") && utilization != null) {
                spec.put("targetCPUUtilizationPercentage", utilization);
            }
        }
        spec.remove("metrics");
        spec.remove("behavior");
        if (tree.get("status") instanceof Map) {
            Map<String, @Nullable Object> status = Tree.within(tree, "status");
            status.remove("conditions");
            status.remove("currentMetrics");
            status.putIfAbsent("currentReplicas", 0L);
        }
    }

    private static void toSecondAutoscaler(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> spec = Tree.within(tree, "spec");
        Object percentage = spec.remove("targetCPUUtilizationPercentage");
        if (percentage != null) {
            Map<String, @Nullable Object> target = Tree.of("type", "Utilization", "averageUtilization", percentage);
            List<@Nullable Object> metrics = new ArrayList<>();
            metrics.add(Tree.of("type", "Resource", "resource", Tree.of("name", "cpu", "target", target)));
            spec.put("metrics", metrics);
        }
    }

    private static void rename(Map<String, @Nullable Object> tree, String from, String to) {
        Object value = tree.remove(from);
        if (value != null) {
            tree.put(to, value);
        }
    }
}
