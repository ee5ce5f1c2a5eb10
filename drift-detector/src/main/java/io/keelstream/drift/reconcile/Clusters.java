package io.keelstream.drift.reconcile;

import io.keelstream.drift.live.ClusterWatch;
import io.keelstream.kubernetes.client.ClusterClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All clusters of the installation, shared by all partitions. Thread-safe. */
final class Clusters implements AutoCloseable {

    private final Map<String, ClusterWatch> watches;

    Clusters(Map<String, ClusterClient> clients, ClusterWatch.CandidateListener onCandidate) {
        this.watches = clients.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, cluster -> new ClusterWatch(cluster.getValue(), onCandidate)));
    }

    /** The watch of a cluster; null for one that the installation does not know. */
    @Nullable
    ClusterWatch get(String name) {
        return watches.get(name);
    }

    Set<String> names() {
        return new TreeSet<>(watches.keySet());
    }

    /** Says which shards are ours now. */
    void own(Set<Integer> shards) {
        watches.values().forEach(watch -> watch.own(shards));
    }

    /** The target has nothing on any cluster but this one; null for none at all. */
    void only(String target, @Nullable String cluster) {
        watches.forEach((name, watch) -> {
            if (!name.equals(cluster)) {
                watch.expect(target, Set.of());
            }
        });
    }

    @Override
    public void close() {
        watches.values().forEach(ClusterWatch::close);
    }
}
