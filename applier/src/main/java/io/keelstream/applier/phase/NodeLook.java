package io.keelstream.applier.phase;

import io.keelstream.contracts.analysis.Placement;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** On what kinds of nodes pods are, by the labels that Kubernetes documents for that. Used by one thread. */
final class NodeLook {

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";

    private final ClusterClient client;
    private final Map<String, Map<String, @Nullable Object>> labels = new HashMap<>();

    /** @param client asked once for each node */
    NodeLook(ClusterClient client) {
        this.client = client;
    }

    /** Where the pods are that do not end; null where neither zones nor instance types are known. */
    @Nullable
    Placement of(List<Manifest> pods) {
        List<Map<String, @Nullable Object>> nodes = pods.stream()
                .filter(pod -> pod.metadata().get("deletionTimestamp") == null)
                .map(pod -> pod.spec().get("nodeName") instanceof String name
                        ? labels(name)
                        : Map.<String, @Nullable Object>of())
                .toList();
        Placement placement = new Placement(counted(nodes, ZONE), counted(nodes, INSTANCE_TYPE));
        return placement.zones().isEmpty() && placement.instanceTypes().isEmpty() ? null : placement;
    }

    /** None where the node cannot be read in time. */
    private Map<String, @Nullable Object> labels(String node) {
        return labels.computeIfAbsent(
                node,
                name -> client.getMetadata(new ObjectReference("", "Node", "", name))
                                instanceof ApiResult.Ok<Manifest>(Manifest found)
                        ? Manifest.map(found.metadata().get("labels"))
                        : Map.of());
    }

    /** Value of a label to number of pods; empty where one of them has none. */
    private static Map<String, Integer> counted(List<Map<String, @Nullable Object>> nodes, String label) {
        List<String> values = new ArrayList<>();
        for (Map<String, @Nullable Object> node : nodes) {
            if (!(node.get(label) instanceof String value)) {
                return Map.of();
            }
            values.add(value);
        }
        Map<String, Integer> counts = new TreeMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts;
    }
}
