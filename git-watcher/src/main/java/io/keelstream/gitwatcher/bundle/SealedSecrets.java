package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers sealed bytes while a Secret's digest is the same: sealing is randomised, and bytes that change without need
 * would be published and compared for nothing. It may be lost without harm. Thread-safe.
 */
public final class SealedSecrets {

    private static final int MOST = 4_096;

    private final Map<String, Manifest> sealed = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Manifest> eldest) {
            return size() > MOST;
        }
    };

    /** An empty memory. */
    public SealedSecrets() {}

    /** The remembered sealed object of this reference and digest, or a new one. */
    Manifest get(String reference, String digest, Supplier<Manifest> seal) {
        String key = reference + " " + digest;
        synchronized (sealed) {
            return sealed.computeIfAbsent(key, absent -> seal.get());
        }
    }
}
