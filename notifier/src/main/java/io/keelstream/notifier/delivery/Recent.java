package io.keelstream.notifier.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last things that a sink has, by their names, and when each happened. Used by one thread. */
final class Recent {

    private static final int MOST = 10_000;

    private final Map<String, Instant> times = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    boolean has(String name) {
        return times.containsKey(name);
    }

    /** Whether what the sink has under the name happened later. */
    boolean after(String name, Instant time) {
        Instant standing = times.get(name);
        return standing != null && standing.isAfter(time);
    }

    /** When it happened; null for what is not among them. */
    @Nullable
    Instant time(String name) {
        return times.get(name);
    }

    void put(String name, Instant time) {
        times.remove(name);
        times.put(name, time);
    }
}
