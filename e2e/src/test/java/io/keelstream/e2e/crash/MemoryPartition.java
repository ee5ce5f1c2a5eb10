package io.keelstream.e2e.crash;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.FactWriter;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The only partition there is, in memory: what is written is readable at once. Thread-safe. */
public final class MemoryPartition implements OwnedPartition {

    private final Map<Topic, Map<String, Entry<?>>> tables = new ConcurrentHashMap<>();
    private final List<Fact> written = new CopyOnWriteArrayList<>();
    private long offset;

    /** Puts a record of another service; null removes it. */
    public synchronized void put(Topic topic, String key, @Nullable Record payload) {
        Map<String, Entry<?>> table = tables.computeIfAbsent(topic, each -> new ConcurrentHashMap<>());
        if (payload == null) {
            table.remove(key);
            return;
        }
        offset++;
        String id = topic + "-" + offset;
        table.put(key, new Entry.Present<>(new Received<>(key, payload, id, offset, Instant.now(), offset, 0, null)));
    }

    /** Everything that was written, in order. */
    public List<Fact> written() {
        return List.copyOf(written);
    }

    @Override
    public int number() {
        return 0;
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public String installation() {
        return "acme";
    }

    @Override
    public <T extends Record> Table<T> table(Topic topic, Class<T> type) {
        Map<String, Entry<?>> table = tables.computeIfAbsent(topic, each -> new ConcurrentHashMap<>());
        return new Table<>() {
            @Override
            @SuppressWarnings("unchecked")
            public @Nullable Entry<T> get(String key) {
                return (Entry<T>) table.get(key);
            }

            @Override
            public Set<String> keys() {
                return Set.copyOf(table.keySet());
            }

            @Override
            @SuppressWarnings("unchecked")
            public Collection<Entry<T>> entries() {
                return (Collection<Entry<T>>) (Collection<?>) List.copyOf(table.values());
            }
        };
    }

    @Override
    public FactWriter writer() {
        return facts -> {
            facts.forEach(fact -> {
                put(fact.topic(), fact.key(), fact.payload());
                written.add(fact);
            });
            return CompletableFuture.completedFuture(null);
        };
    }

    @Override
    public boolean mayWriteToCluster() {
        return true;
    }
}
