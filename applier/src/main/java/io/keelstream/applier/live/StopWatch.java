package io.keelstream.applier.live;

import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.hold.StopSwitch;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Set;

/** Whether all writes to one cluster are stopped; not known until its first list arrives. Thread-safe. */
final class StopWatch implements WatchListener, AutoCloseable {

    private static final ResourceType CONFIG_MAPS =
            new ResourceType("", "v1", "ConfigMap", "configmaps", true, Set.of("list", "watch"));

    private final Watch watch;
    private volatile boolean known;
    private volatile boolean stopped;

    @SuppressWarnings("this-escape")
    StopWatch(ClusterClient client) {
        watch = client.watch(new WatchRequest(CONFIG_MAPS, StopSwitch.NAMESPACE, "", true), this);
    }

    boolean known() {
        return known;
    }

    boolean stopped() {
        return stopped;
    }

    @Override
    public void listed(List<Manifest> listed, String resourceVersion) {
        stopped = listed.stream().anyMatch(StopSwitch::stops);
        known = true;
    }

    @Override
    public void changed(Manifest object) {
        if (StopSwitch.isNamed(object)) {
            stopped = StopSwitch.stops(object);
        }
    }

    @Override
    public void deleted(Manifest object) {
        stopped &= !StopSwitch.isNamed(object);
    }

    @Override
    public void close() {
        watch.close();
    }
}
