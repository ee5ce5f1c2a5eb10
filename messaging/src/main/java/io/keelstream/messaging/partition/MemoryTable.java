package io.keelstream.messaging.partition;

import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.event.Received;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of one partition (or of several, for readers) in memory. Own writes are entered when their commit returned, or with
 * their echo from the broker, which may overtake the answer of the commit; the echo is recognised by its offset and is no
 * change. Thread-safe: entries are read without a lock and changed under one.
 */
public final class MemoryTable<T extends Record> implements Table<T> {

    private final Class<T> type;
    private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();

    /** Offsets of own writes whose echo has not come yet, by key. */
    private final Map<String, Long> ahead = new HashMap<>();

    /** Offsets of own writes that the broker has, and that are not known to be committed. */
    private final Set<Long> sent = new HashSet<>();

    private long consumed = -1;

    /** An empty table of records of a type. */
    public MemoryTable(Class<T> type) {
        this.type = type;
    }

    @Override
    public @Nullable Entry<T> get(String key) {
        return entries.get(key);
    }

    @Override
    public Set<String> keys() {
        return Set.copyOf(entries.keySet());
    }

    @Override
    public Collection<Entry<T>> entries() {
        return List.copyOf(entries.values());
    }

    /** Whether its records are of this type. */
    boolean holds(Class<? extends Record> other) {
        return type == other;
    }

    /**
     * Enters what came from the broker.
     *
     * @param decoded what the record says
     * @param offset its offset
     * @return whether the table changed: false for the echo of an own write, and for a record whose key does not count
     */
    public synchronized boolean consume(Decoded decoded, long offset) {
        consumed = offset;
        boolean echo = sent.remove(offset);
        String key = decoded.key();
        if (key.isEmpty()) {
            return false;
        }
        Long own = ahead.get(key);
        if (own != null && offset <= own) {
            if (offset == own) {
                ahead.remove(key);
            }
            return false;
        }
        ahead.remove(key);
        switch (decoded) {
            case Decoded.Event event -> enter(key, event.received());
            case Decoded.Tombstone _ -> entries.remove(key);
            case Decoded.ContractViolation violation ->
                entries.put(key, new Entry.Unreadable<>(key, violation.reason() + ": " + violation.message()));
        }
        return !echo;
    }

    /** Notes the offset of an own write, before its commit. */
    synchronized void sent(long offset) {
        sent.add(offset);
    }

    /** Enters an own write that has been committed at an offset; null removes the key. */
    synchronized void committed(String key, @Nullable Received<? extends Record> written, long offset) {
        sent.remove(offset);
        if (offset <= consumed) {
            return;
        }
        ahead.put(key, offset);
        if (written == null) {
            entries.remove(key);
        } else {
            enter(key, written);
        }
    }

    private void enter(String key, Received<? extends Record> received) {
        T payload = type.cast(received.payload());
        entries.put(
                key,
                new Entry.Present<>(new Received<>(
                        key,
                        payload,
                        received.id(),
                        received.sequence(),
                        received.time(),
                        received.place(),
                        received.traceparent())));
    }
}
