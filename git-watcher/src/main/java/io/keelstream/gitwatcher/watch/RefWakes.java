package io.keelstream.gitwatcher.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The refs that this process watches now, and how each is woken. Thread-safe. */
public final class RefWakes {

    private final Map<String, Runnable> watched = new ConcurrentHashMap<>();

    /** No ref is watched yet. */
    public RefWakes() {}

    void add(String ref, Runnable wake) {
        watched.put(ref, wake);
    }

    void remove(String ref, Runnable wake) {
        watched.remove(ref, wake);
    }

    /** Has a ref looked at soon, if it is watched here; returns at once. */
    public void wake(String ref) {
        watched.getOrDefault(ref, () -> {}).run();
    }

    /** The same for all that are watched here. */
    public void wakeAll() {
        watched.values().forEach(Runnable::run);
    }
}
