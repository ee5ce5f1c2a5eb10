package io.keelstream.testing.partition;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.FactRefusedException;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A partition in memory, of the installation {@code acme}: what is written is readable at once, a transition at a time.
 * Thread-safe.
 */
public final class MemoryPartition implements OwnedPartition {

    private final int number;
    private final int partitions;
    private final Map<Topic, Map<String, Entry<?>>> tables = new ConcurrentHashMap<>();
    private final List<List<Fact>> transitions = new CopyOnWriteArrayList<>();
    private volatile Predicate<Fact> refused = fact -> false;
    private long offset;

    /** The only partition there is: every target lives on it. */
    public MemoryPartition() {
        this(0, 1);
    }

    /**
     * One of several partitions.
     *
     * @param number its number, from 0
     * @param partitions how many there are
     */
    public MemoryPartition(int number, int partitions) {
        this.number = number;
        this.partitions = partitions;
    }

    /** Puts a record of another service; null removes it. */
    public void put(Topic topic, String key, @Nullable Record payload) {
        put(topic, key, payload, Instant.now(), null);
    }

    private synchronized void put(
            Topic topic, String key, @Nullable Record payload, Instant time, @Nullable String traceparent) {
        Map<String, Entry<?>> table = entries(topic);
        if (payload == null) {
            table.remove(key);
            return;
        }
        offset++;
        String id = topic + "-" + offset;
        table.put(
                key,
                new Entry.Present<>(new Received<>(
                        key, payload, id, offset, time, new Received.Place(number, offset, time), traceparent)));
    }

    /** Puts a record that cannot be read. */
    public void poison(Topic topic, String key) {
        entries(topic).put(key, new Entry.Unreadable<>(key, "not JSON"));
    }

    /** Refuses transitions with such a fact, as too large for a record. */
    public void refuse(Predicate<Fact> tooLarge) {
        refused = tooLarge;
    }

    /** The record of a key; null where there is none or where it cannot be read. */
    public <T extends Record> @Nullable T read(Topic topic, Class<T> type, String key) {
        return table(topic, type).get(key) instanceof Entry.Present<T>(Received<T> received)
                ? received.payload()
                : null;
    }

    /** Every fact that was written, in order. */
    public List<Fact> written() {
        return transitions.stream().flatMap(List::stream).toList();
    }

    /** Every transition that was written, in order: the facts that one transaction holds. */
    public List<List<Fact>> transitions() {
        return List.copyOf(transitions);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public String installation() {
        return "acme";
    }

    @Override
    public <T extends Record> Table<T> table(Topic topic, Class<T> type) {
        Map<String, Entry<?>> table = entries(topic);
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

    private Map<String, Entry<?>> entries(Topic topic) {
        return tables.computeIfAbsent(topic, each -> new ConcurrentHashMap<>());
    }

    @Override
    public FactWriter writer() {
        return this::write;
    }

    private synchronized CompletableFuture<Void> write(List<Fact> facts) {
        if (facts.stream().anyMatch(refused)) {
            return CompletableFuture.failedFuture(new FactRefusedException("too large"));
        }
        facts.forEach(fact -> put(
                fact.topic(),
                fact.key(),
                fact.payload(),
                fact.context().time(),
                fact.context().traceparent()));
        transitions.add(List.copyOf(facts));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean mayWriteToCluster() {
        return true;
    }
}
