package io.keelstream.applier.live;

import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the health of an object depends on and the object does not say itself. Costs one get per StorageClass, once, and
 * only when one of its claims is pending; the rest is known from discovery. Thread-safe.
 */
final class ClusterFacts {

    /** The scheduler writes it on a claim as soon as a pod that uses it has a node. */
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private final ClusterClient client;
    private final Map<String, Boolean> waitsForConsumer = new ConcurrentHashMap<>();

    ClusterFacts(ClusterClient client) {
        this.client = client;
    }

    /** Whether the claim is not bound because no pod uses it, and its class binds only then. */
    boolean waitsForConsumer(Manifest claim) {
        boolean pending = claim.kind().equals("PersistentVolumeClaim")
                && "Pending".equals(claim.status().get("phase"));
        return pending
                && claim.annotation(SELECTED_NODE) == null
                && claim.at("spec", "storageClassName") instanceof String name
                && bindsLate(name);
    }

    /** Whether the object is a custom resource on which a controller is expected to report. */
    boolean statusExpected(Manifest object) {
        String group = object.groupKind().group();
        boolean custom = group.indexOf('.') > 0 && !group.endsWith(".k8s.io");
        return custom
                && client.discovery().find(object.apiVersion(), object.kind())
                        instanceof ApiResult.Ok<ResourceType>(ResourceType type)
                && type.reported();
    }

    /** The binding mode of a class never changes. A class that cannot be read now is asked for again. */
    private boolean bindsLate(String storageClass) {
        Boolean known = waitsForConsumer.get(storageClass);
        if (known != null) {
            return known;
        }
        ObjectReference reference = new ObjectReference("storage.k8s.io", "StorageClass", "", storageClass);
        return switch (client.get(reference)) {
            case ApiResult.Ok<Manifest>(Manifest found) -> {
                boolean late = "WaitForFirstConsumer".equals(found.tree().get("volumeBindingMode"));
                waitsForConsumer.put(storageClass, late);
                yield late;
            }
            case ApiResult.Failed<Manifest> failed -> false;
        };
    }
}
