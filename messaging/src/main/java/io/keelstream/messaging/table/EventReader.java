package io.keelstream.messaging.table;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.service.KafkaSettings;
import java.util.List;
import java.util.function.Consumer;

/** Reads events of some topics, all partitions, without a group: for people who watch. */
public final class EventReader implements AutoCloseable {

    /** Where to begin. */
    public enum Start {
        /** Everything that is kept. */
        BEGINNING,
        /** What comes after {@link EventReader#read} returned. */
        NOW
    }

    /** A reader of some topics; connects at {@link #read}. */
    public EventReader(KafkaSettings settings, List<Topic> topics) {}

    /**
     * Reads on a thread of its own until {@link #close}; returns once the starting positions are fixed. Records that cannot
     * be read, and types this version does not know, are left out.
     *
     * @param start where to begin
     * @param listener gets the events, in order per key
     */
    public void read(Start start, Consumer<ReadEvent> listener) {
        java.util.Objects.requireNonNull(start);
        java.util.Objects.requireNonNull(listener);
    }

    @Override
    public void close() {}
}
