package io.keelstream.notifier.delivery;

import java.util.LinkedHashMap;
import java.util.Map;

/** The ids of the last events that a sink has, so that one that Kafka hands out again is not sent again. Used by one thread. */
final class Seen {

    private static final int MOST = 10_000;

    private final Map<String, Boolean> ids = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    boolean has(String id) {
        return ids.containsKey(id);
    }

    void add(String id) {
        ids.put(id, true);
    }
}
