package io.keelstream.kubernetes.watch;

import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.GroupKind;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One list+watch per kind of one cluster, limited to the shards that this instance owns. Where the shards are others, every
 * watch is closed and opened with the new selector; nothing is delivered by a closed watch. Thread-safe; the listener may
 * ask what is known, and must not call what opens or closes watches.
 */
public final class ShardWatches implements AutoCloseable {

    private final ClusterClient client;
    private final Predicate<GroupKind> metadataOnly;
    private final ShardListener listener;
    private final Map<ResourceType, KindWatch> watches = new ConcurrentHashMap<>();
    private Set<Integer> shards = Set.of();

    /**
     * @param metadataOnly kinds whose bodies are not fetched
     * @param listener hears of all objects
     */
    public ShardWatches(ClusterClient client, Predicate<GroupKind> metadataOnly, ShardListener listener) {
        this.client = client;
        this.metadataOnly = metadataOnly;
        this.listener = listener;
    }

    /**
     * Says which shards are ours now. Without any, nothing is watched, and the kinds are forgotten.
     *
     * @param meanwhile run between the last event of the old shards and the first of the new ones
     */
    public synchronized void own(Set<Integer> owned, Runnable meanwhile) {
        if (!shards.equals(owned)) {
            shards = Set.copyOf(owned);
            renew(meanwhile);
        }
    }

    /** Closes every watch and opens it again: everything is listed anew. */
    public synchronized void renew(Runnable meanwhile) {
        Set<ResourceType> types = Set.copyOf(watches.keySet());
        types.forEach(this::stop);
        meanwhile.run();
        types.forEach(this::watch);
    }

    /** Makes sure that the resource is watched; does nothing while no shard is ours. */
    public synchronized void watch(ResourceType type) {
        if (!shards.isEmpty() && !watches.containsKey(type)) {
            GroupKind kind = type.groupKind();
            KindWatch watch = new KindWatch(kind, listener);
            watches.put(type, watch);
            watch.opened(
                    client.watch(new WatchRequest(type, "", Labels.shards(shards), metadataOnly.test(kind)), watch));
        }
    }

    /** Stops watching the kind. */
    public synchronized void stop(GroupKind kind) {
        watches.keySet().stream()
                .filter(type -> type.groupKind().equals(kind))
                .toList()
                .forEach(this::stop);
    }

    private void stop(ResourceType type) {
        KindWatch watch = watches.remove(type);
        if (watch != null) {
            watch.close();
        }
    }

    /** Whether no shard is ours. */
    public synchronized boolean idle() {
        return shards.isEmpty();
    }

    /** The kinds that are watched. */
    public Set<GroupKind> kinds() {
        return watches.keySet().stream().map(ResourceType::groupKind).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the kind's objects are known completely, so that an absent one does not exist. */
    public boolean complete(GroupKind kind) {
        return watches.entrySet().stream()
                .anyMatch(watch -> watch.getKey().groupKind().equals(kind)
                        && watch.getValue().complete());
    }

    /** Why the server does not let us see the kind; null while it does, and before it was asked. */
    public @Nullable String refusal(GroupKind kind) {
        return watches.entrySet().stream()
                .filter(watch -> watch.getKey().groupKind().equals(kind))
                .map(watch -> watch.getValue().refusal())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public synchronized void close() {
        Set.copyOf(watches.keySet()).forEach(this::stop);
    }
}
