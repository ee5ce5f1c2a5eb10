package io.keelstream.benchmarks.scenario;

import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Sees by one watch when a ConfigMap has a value. Thread-safe. */
public final class LiveValues implements WatchListener {

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Long> since = new HashMap<>();

    /** Waits for a value; when it was seen, as {@link System#nanoTime}. */
    public synchronized long await(String name, String value, Duration limit)
            throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        while (!value.equals(values.get(name))) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new TimeoutException(name + " has " + values.get(name) + ", not " + value);
            }
            wait(left);
        }
        return since.getOrDefault(name, 0L);
    }

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        objects.forEach(this::changed);
    }

    @Override
    public synchronized void changed(Manifest object) {
        String value = String.valueOf(object.at("data", "value"));
        if (!value.equals(values.put(object.name(), value))) {
            since.put(object.name(), System.nanoTime());
            notifyAll();
        }
    }

    @Override
    public synchronized void deleted(Manifest object) {
        values.remove(object.name());
    }
}
