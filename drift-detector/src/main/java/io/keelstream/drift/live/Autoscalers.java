package io.keelstream.drift.live;

import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.scale.ScaleTargets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which workloads the autoscalers of a cluster scale. Whole objects are watched here, since what they scale is in their spec.
 * An event costs the same however many autoscalers there are: each of them reports its metrics several times a minute.
 * Written by the watch's thread, read by any.
 */
final class Autoscalers implements WatchListener {

    private final Consumer<ObjectReference> onChange;
    private final Map<ObjectReference, ObjectReference> workloads = new HashMap<>();

    /** By workload, how many autoscalers it has. */
    private final Map<ObjectReference, Integer> scaled = new ConcurrentHashMap<>();

    /** @param onChange hears every workload that gets or loses an autoscaler; must return at once */
    Autoscalers(Consumer<ObjectReference> onChange) {
        this.onChange = onChange;
    }

    boolean scale(ObjectReference workload) {
        return scaled.containsKey(workload);
    }

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        Set<ObjectReference> listed = objects.stream().map(Manifest::reference).collect(Collectors.toSet());
        List<ObjectReference> gone = workloads.keySet().stream()
                .filter(autoscaler -> !listed.contains(autoscaler))
                .toList();
        objects.forEach(this::changed);
        gone.forEach(autoscaler -> become(autoscaler, null));
    }

    @Override
    public void changed(Manifest object) {
        become(object.reference(), ScaleTargets.of(object, object.namespace()));
    }

    @Override
    public void deleted(Manifest object) {
        become(object.reference(), null);
    }

    /** The autoscaler scales this workload now; null for none. */
    private void become(ObjectReference autoscaler, @Nullable ObjectReference workload) {
        ObjectReference before = workload == null ? workloads.remove(autoscaler) : workloads.put(autoscaler, workload);
        if (Objects.equals(before, workload)) {
            return;
        }
        if (workload != null && scaled.merge(workload, 1, Integer::sum) == 1) {
            onChange.accept(workload);
        }
        if (before != null && scaled.computeIfPresent(before, (_, count) -> count == 1 ? null : count - 1) == null) {
            onChange.accept(before);
        }
    }
}
