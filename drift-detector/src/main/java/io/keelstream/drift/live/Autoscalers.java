package io.keelstream.drift.live;

import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.scale.ScaleTargets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which workloads the autoscalers of a cluster scale. Whole objects are watched here, since what they scale is in their spec. Written by the watch's thread, read by any.
 */
final class Autoscalers implements WatchListener {

    private final Consumer<ObjectReference> onChange;
    private volatile Map<ObjectReference, ObjectReference> workloads = Map.of();

    /** @param onChange hears every workload that gets or loses an autoscaler; must return at once */
    Autoscalers(Consumer<ObjectReference> onChange) {
        this.onChange = onChange;
    }

    boolean scale(ObjectReference workload) {
        return workloads.containsValue(workload);
    }

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        Map<ObjectReference, ObjectReference> fresh = new HashMap<>();
        objects.forEach(object -> put(fresh, object));
        become(fresh);
    }

    @Override
    public void changed(Manifest object) {
        Map<ObjectReference, ObjectReference> fresh = new HashMap<>(workloads);
        fresh.remove(object.reference());
        put(fresh, object);
        become(fresh);
    }

    @Override
    public void deleted(Manifest object) {
        Map<ObjectReference, ObjectReference> fresh = new HashMap<>(workloads);
        fresh.remove(object.reference());
        become(fresh);
    }

    private void become(Map<ObjectReference, ObjectReference> fresh) {
        Map<ObjectReference, ObjectReference> before = workloads;
        workloads = Map.copyOf(fresh);
        before.values().stream().filter(each -> !fresh.containsValue(each)).forEach(onChange);
        fresh.values().stream().filter(each -> !before.containsValue(each)).forEach(onChange);
    }

    private static void put(Map<ObjectReference, ObjectReference> map, Manifest autoscaler) {
        ObjectReference workload = ScaleTargets.of(autoscaler, autoscaler.namespace());
        if (workload != null) {
            map.put(autoscaler.reference(), workload);
        }
    }
}
