package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.event.Received;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where the records of one partition of an archived topic are. Thread-safe. */
final class ArchivedTable<T extends Record> implements TopicRecords, Archive<T> {

    /** Reads the record at an offset of the partition. */
    @FunctionalInterface
    interface Reader {

        /** What is at the offset; null where nothing is any more, or the broker does not answer in time. */
        @Nullable
        Decoded read(long offset) throws InterruptedException;
    }

    /** The newest place that is known of a key; a removed one is remembered until the broker has said so too. */
    private record Place(long offset, boolean removed) {}

    private final Class<T> type;
    private final Reader reader;
    private final NavigableMap<String, Place> places = new TreeMap<>();

    /** Offsets of own writes that neither their commit nor their echo has entered yet. */
    private final Set<Long> sent = new HashSet<>();

    ArchivedTable(Class<T> type, Reader reader) {
        this.type = type;
        this.reader = reader;
    }

    @Override
    public boolean holds(Class<? extends Record> other) {
        return type == other;
    }

    @Override
    public synchronized boolean consume(Decoded decoded, long offset) {
        boolean own = sent.remove(offset);
        String key = decoded.key();
        Place known = places.get(key);
        if (key.isEmpty() || (known != null && offset < known.offset())) {
            return false;
        }
        boolean echo = own || (known != null && offset == known.offset());
        if (decoded instanceof Decoded.Tombstone) {
            places.remove(key);
        } else {
            places.put(key, new Place(offset, false));
        }
        return !echo;
    }

    @Override
    public synchronized void sent(long offset) {
        sent.add(offset);
    }

    @Override
    public synchronized void committed(String key, @Nullable Received<? extends Record> written, long offset) {
        sent.remove(offset);
        Place known = places.get(key);
        if (known == null || offset > known.offset()) {
            places.put(key, new Place(offset, written == null));
        }
    }

    @Override
    public synchronized Set<String> keys(String subject) {
        Set<String> keys = new TreeSet<>();
        places.tailMap(subject + "#", true).entrySet().stream()
                .takeWhile(each -> Topic.subject(each.getKey()).equals(subject))
                .filter(each -> !each.getValue().removed())
                .forEach(each -> keys.add(each.getKey()));
        return keys;
    }

    @Override
    public @Nullable T read(String key) throws InterruptedException {
        Place place = place(key);
        return place == null
                        || place.removed()
                        || !(reader.read(place.offset()) instanceof Decoded.Event event)
                        || !event.key().equals(key)
                ? null
                : type.cast(event.received().payload());
    }

    private synchronized @Nullable Place place(String key) {
        return places.get(key);
    }
}
