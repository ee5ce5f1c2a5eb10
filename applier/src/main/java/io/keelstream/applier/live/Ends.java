package io.keelstream.applier.live;

import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What objects of our shards that run to an end came to when they were deleted: the last ten thousand of them, since hooks leave one with
 * each deployment. Thread-safe.
 */
final class Ends {

    private static final int MOST = 10_000;

    private final Map<ObjectReference, End> ends = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectReference, End> eldest) {
            return size() > MOST;
        }
    };

    private record End(@Nullable String shard, HealthStatus status) {}

    /** The object was deleted, and came to this. */
    synchronized void put(ObjectReference reference, Manifest deleted, HealthStatus status) {
        ends.remove(reference);
        ends.put(reference, new End(deleted.label(Labels.SHARD), status));
    }

    /** What it came to; null where it is not known, or there is another one. */
    synchronized @Nullable HealthStatus of(ObjectReference reference) {
        End end = ends.get(reference);
        return end == null ? null : end.status();
    }

    /** There is another one. */
    synchronized void remove(ObjectReference reference) {
        ends.remove(reference);
    }

    /** Forgets those of other shards: whoever has them by now may have run them again. */
    synchronized void keep(Set<Integer> shards) {
        ends.values()
                .removeIf(end -> shards.stream().map(String::valueOf).noneMatch(shard -> shard.equals(end.shard())));
    }
}
