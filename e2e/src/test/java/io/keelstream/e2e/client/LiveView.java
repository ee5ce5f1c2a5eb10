package io.keelstream.e2e.client;

import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a watch's listener believes to be the versions of all objects. Thread-safe. */
final class LiveView implements WatchListener {

    private final Map<String, String> known = new ConcurrentSkipListMap<>();
    private final AtomicInteger events = new AtomicInteger();

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        Map<String, String> all = versions(objects);
        known.keySet().retainAll(all.keySet());
        known.putAll(all);
    }

    @Override
    public void changed(Manifest object) {
        events.incrementAndGet();
        known.put(object.name(), object.resourceVersion());
    }

    @Override
    public void deleted(Manifest object) {
        events.incrementAndGet();
        known.remove(object.name());
    }

    int events() {
        return events.get();
    }

    Map<String, String> versions() {
        return new TreeMap<>(known);
    }

    static Map<String, String> versions(List<Manifest> objects) {
        Map<String, String> versions = new TreeMap<>();
        objects.forEach(object -> versions.put(object.name(), object.resourceVersion()));
        return versions;
    }
}
