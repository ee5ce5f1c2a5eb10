package io.keelstream.kubernetes.scale;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workloads whose number of replicas a HorizontalPodAutoscaler or a ScaledObject governs, by full reference: a scaler
 * scales in its own namespace and no other. Immutable; thread-safe.
 *
 * @param workloads what is scaled
 */
public record ScaleTargets(Set<ObjectReference> workloads) {

    /** Nothing is scaled. */
    public static final ScaleTargets NONE = new ScaleTargets(Set.of());

    private static final GroupKind AUTOSCALER = new GroupKind("autoscaling", "HorizontalPodAutoscaler");
    private static final GroupKind SCALED_OBJECT = new GroupKind("keda.sh", "ScaledObject");

    public ScaleTargets {
        workloads = Set.copyOf(workloads);
    }

    /**
     * The workloads that these objects scale; objects of other kinds scale nothing.
     *
     * @param objects manifests from Git or from the cluster
     * @param namespace of objects that name none
     */
    public static ScaleTargets in(Collection<Manifest> objects, String namespace) {
        Set<ObjectReference> found = new HashSet<>();
        for (Manifest object : objects) {
            ObjectReference target = of(object, object.namespace().isEmpty() ? namespace : object.namespace());
            if (target != null) {
                found.add(target);
            }
        }
        return found.isEmpty() ? NONE : new ScaleTargets(found);
    }

    /** Whether the workload is scaled. */
    public boolean contains(ObjectReference workload) {
        return workloads.contains(workload);
    }

    /** These and others. */
    public ScaleTargets and(ScaleTargets others) {
        Set<ObjectReference> all = new HashSet<>(workloads);
        all.addAll(others.workloads);
        return new ScaleTargets(all);
    }

    /**
     * What one object scales; null where it is not a scaler or does not say. KEDA means a Deployment where it names no kind.
     *
     * @param object any object
     * @param namespace the namespace that the object is in
     */
    public static @Nullable ObjectReference of(Manifest object, String namespace) {
        boolean keda = object.groupKind().equals(SCALED_OBJECT);
        if (!keda && !object.groupKind().equals(AUTOSCALER)) {
            return null;
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
        return new ObjectReference(groupKind.group(), groupKind.kind(), namespace, name);
    }
}
