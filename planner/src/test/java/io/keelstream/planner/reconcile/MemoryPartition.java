package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Plan;
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

/** A partition in memory: what is written is readable at once. */
final class MemoryPartition implements OwnedPartition {

    private final Map<Topic, Map<String, Entry<?>>> tables = new ConcurrentHashMap<>();
    final List<Fact> written = new CopyOnWriteArrayList<>();
    private volatile Predicate<Fact> refused = fact -> false;
    private long offset;

    /** Refuses facts as too large for a record. */
    void refuse(Predicate<Fact> tooLarge) {
        refused = tooLarge;
    }

    /** Puts a record of another service. */
    synchronized void put(Topic topic, String key, @Nullable Record payload) {
        Map<String, Entry<?>> table = tables.computeIfAbsent(topic, each -> new ConcurrentHashMap<>());
        if (payload == null) {
            table.remove(key);
        } else {
            offset++;
            table.put(
                    key,
                    new Entry.Present<>(new Received<>(
                            key, payload, topic + "-" + offset, offset, Instant.now(), offset, 3, null)));
        }
    }

    Plan plan(String target) {
        return ((Entry.Present<Plan>) table(Topic.PLAN, Plan.class).get(target))
                .received()
                .payload();
    }

    /** Whether there is a plan, and it is one of the newest readable bundle. */
    boolean planIsCurrent(String target) {
        if (table(Topic.PLAN, Plan.class).get(target) == null) {
            return false;
        }
        return !(table(Topic.DESIRED, Desired.class).get(target) instanceof Entry.Present<Desired>(var received))
                || received.payload().bundleDigest().equals(plan(target).bundleDigest());
    }

    Desired desired(String target) {
        return ((Entry.Present<Desired>) table(Topic.DESIRED, Desired.class).get(target))
                .received()
                .payload();
    }

    void poison(Topic topic, String key) {
        tables.computeIfAbsent(topic, each -> new ConcurrentHashMap<>())
                .put(key, new Entry.Unreadable<>(key, "not JSON"));
    }

    @Override
    public int number() {
        return 3;
    }

    @Override
    public int partitions() {
        return 12;
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
            if (facts.stream().anyMatch(refused)) {
                return CompletableFuture.failedFuture(new FactRefusedException("too large"));
            }
            facts.forEach(fact -> {
                written.add(fact);
                put(fact.topic(), fact.key(), fact.payload());
            });
            return CompletableFuture.completedFuture(null);
        };
    }

    @Override
    public boolean mayWriteToCluster() {
        return true;
    }
}
