package io.keelstream.notifier.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** When what stands at each of the last places happened. Used by one thread. */
final class Newest {

    private static final int MOST = 10_000;

    private final Map<String, Instant> times = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    /** Whether something that happened later stands there. */
    boolean after(String place, Instant time) {
        Instant standing = times.get(place);
        return standing != null && standing.isAfter(time);
    }

    void put(String place, Instant time) {
        times.remove(place);
        times.put(place, time);
    }
}
