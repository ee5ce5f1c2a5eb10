package io.keelstream.gitwatcher.watch;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which ref has which application name, over the whole installation. Refs of this process claim names here one after the
 * other; what other processes claimed arrives from the {@code head} topic. Claims of refs that are no longer configured do not
 * count. Thread-safe.
 */
public final class ClaimRegistry {

    private final Set<String> refs;
    private final Map<String, String> owners = new ConcurrentHashMap<>();

    /** Knows the keys ({@code repository@ref}) of every ref of the installation. */
    public ClaimRegistry(Set<String> refs) {
        this.refs = Set.copyOf(refs);
    }

    /** Applies a record: the ref has the name, or has released it. */
    public void learn(String ref, String application, boolean active) {
        if (!refs.contains(ref)) {
            return;
        }
        if (active) {
            owners.putIfAbsent(application, ref);
        } else {
            owners.remove(application, ref);
        }
    }

    /** Whether the installation has one ref alone. */
    boolean single() {
        return refs.size() == 1;
    }

    /** Claims the name for a ref; returns the ref that has it already, or an empty text when the claim holds. */
    String claim(String application, String ref) {
        String owner = owners.putIfAbsent(application, ref);
        return owner == null || owner.equals(ref) ? "" : owner;
    }

    /** Releases a name. */
    void release(String application, String ref) {
        owners.remove(application, ref);
    }
}
