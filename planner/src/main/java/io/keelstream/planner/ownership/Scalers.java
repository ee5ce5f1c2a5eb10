package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workloads whose number of replicas is somebody else's business: a HorizontalPodAutoscaler or a ScaledObject names
 * them. Immutable; thread-safe.
 *
 * @param workloads what is scaled
 */
public record Scalers(Set<ObjectReference> workloads) {

    public static final Scalers NONE = new Scalers(Set.of());

    public Scalers {
        workloads = Set.copyOf(workloads);
    }

    /**
     * The workloads that these objects scale; objects of other kinds count for nothing.
     *
     * @param objects manifests from Git or from the cluster
     * @param namespace of objects that name none
     */
    public static Scalers in(Collection<Manifest> objects, String namespace) {
        Set<ObjectReference> found = new HashSet<>();
        for (Manifest object : objects) {
            ObjectReference target = target(object, namespace);
            if (target != null) {
                found.add(target);
            }
        }
        return found.isEmpty() ? NONE : new Scalers(found);
    }

    public boolean scale(ObjectReference workload) {
        return workloads.contains(workload);
    }

    /** These and others. */
    public Scalers and(Scalers others) {
        Set<ObjectReference> all = new HashSet<>(workloads);
        all.addAll(others.workloads);
        return new Scalers(all);
    }

    private static @Nullable ObjectReference target(Manifest object, String namespace) {
        boolean keda;
        switch (object.groupKind().toString()) {
            case "HorizontalPodAutoscaler.autoscaling" -> keda = false;
            case "ScaledObject.keda.sh" -> keda = true;
            default -> {
                return null;
            }
        }
        Manifest reference = new Manifest(Manifest.map(object.spec().get("scaleTargetRef")));
        if (!(reference.tree().get("name") instanceof String name) || name.isEmpty()) {
            return null;
        }
        String kind = reference.kind().isEmpty() && keda ? "Deployment" : reference.kind();
        String apiVersion = reference.apiVersion().isEmpty() && keda ? "apps/v1" : reference.apiVersion();
        if (kind.isEmpty()) {
            return null;
        }
        GroupKind groupKind = GroupKind.of(apiVersion, kind);
        String where = object.namespace().isEmpty() ? namespace : object.namespace();
        return new ObjectReference(groupKind.group(), groupKind.kind(), where, name);
    }
}
