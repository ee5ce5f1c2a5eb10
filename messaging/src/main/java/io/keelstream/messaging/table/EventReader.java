package io.keelstream.messaging.table;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads events of some topics, all partitions, without a group: for people who watch. Used by one thread. */
public final class EventReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

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
        Tail made = new Tail(() -> new KafkaConsumer<>(ClientProperties.reader(settings)), topics);
        tail = made;
        switch (start) {
            case BEGINNING -> made.toBeginning();
            case NOW -> made.toEnd();
        }
        made.follow("events", (topic, record) -> take(topic, record, listener));
    }

    /**
     * Every event that is kept now, in order per key; returns when the end was reached.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when that takes longer than the limit
     */
    public List<ReadEvent> readAll(Duration limit) {
        List<ReadEvent> events = new ArrayList<>();
        try (Tail all = new Tail(() -> new KafkaConsumer<>(ClientProperties.reader(settings)), topics)) {
            all.toBeginning();
            all.readToEnd(limit, (topic, record) -> take(topic, record, events::add));
        }
        return events;
    }

    @Override
    public void close() {
        if (tail != null) {
            tail.close();
        }
    }

    private static void take(Topic topic, ConsumerRecord<byte[], byte[]> record, Consumer<ReadEvent> listener) {
        switch (CloudEventCodec.decode(topic, record)) {
            case Decoded.Event event -> listener.accept(new ReadEvent(event.type(), event.received()));
            case Decoded.Tombstone _ -> {}
            case Decoded.ContractViolation violation ->
                LOG.atDebug()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("reason", violation.reason())
                        .log("Left out a record that cannot be read");
        }
    }
}
