package io.keelstream.messaging.table;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.internals.BoundedKafkaConsumer;
import org.jspecify.annotations.Nullable;

/** Reads events of some topics, all partitions, without a group: for people who watch. Used by one thread. */
public final class EventReader implements AutoCloseable {

    /** Where to begin. */
    public enum Start {
        /** Everything that is kept. */
        BEGINNING,
        /** What is committed after {@link EventReader#read} returned. */
        NOW
    }

    private final KafkaSettings settings;
    private final List<Topic> topics;
    private @Nullable Tail tail;

    /** A reader of some topics; connects at {@link #read}. */
    public EventReader(KafkaSettings settings, List<Topic> topics) {
        this.settings = settings;
        this.topics = List.copyOf(topics);
    }

    /**
     * Reads on a thread of its own until {@link #close}; returns once the starting positions are fixed. Records that cannot
     * be read, tombstones, and types this version does not know are left out.
     *
     * @param start where to begin
     * @param listener gets the events, in order per key
     */
    public void read(Start start, Consumer<ReadEvent> listener) {
        Tail made = new Tail(() -> new BoundedKafkaConsumer(ClientProperties.reader(settings)), topics);
        tail = made;
        switch (start) {
            case BEGINNING -> made.toBeginning();
            case NOW -> made.toEnd();
        }
        made.follow("events", (_, decoded) -> take(decoded, listener));
    }

    /**
     * Every event that is kept now, in order per key; returns when the end was reached.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when that takes longer than the limit
     */
    public List<ReadEvent> readAll(Duration limit) {
        List<ReadEvent> events = new ArrayList<>();
        try (Tail all = new Tail(() -> new BoundedKafkaConsumer(ClientProperties.reader(settings)), topics)) {
            all.toBeginning();
            all.readToEnd(limit, (_, decoded) -> take(decoded, events::add));
        }
        return events;
    }

    @Override
    public void close() {
        if (tail != null) {
            tail.close();
        }
    }

    private static void take(Decoded decoded, Consumer<ReadEvent> listener) {
        if (decoded instanceof Decoded.Event event) {
            listener.accept(new ReadEvent(event.type(), event.received()));
        }
    }
}
