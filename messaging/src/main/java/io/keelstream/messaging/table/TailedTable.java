package io.keelstream.messaging.table;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.partition.MemoryTable;
import io.keelstream.messaging.partition.Prerequisite;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.internals.BoundedKafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole compacted topic that a service needs besides its own partitions, e.g. facts of other partitions. It is read on a
 * thread of its own from the beginning, and goes on after failures. Whoever decides by it asks {@link #current} first: a
 * table that is not complete, or more than {@link #MOST_BEHIND} behind, may say what is no longer true. Thread-safe.
 *
 * @param <T> the record
 */
public final class TailedTable<T extends Record> implements Prerequisite {

    /** How far behind the end of the topic a table may be and still be used. */
    public static final Duration MOST_BEHIND = Duration.ofSeconds(10);

    private final Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> connect;
    private final Topic topic;
    private final Class<T> type;
    private final Consumer<String> listener;
    private volatile MemoryTable<T> table;
    private volatile @Nullable Tail tail;

    /**
     * A table of one topic; connects at {@link #start}.
     *
     * @param listener gets each key after the table has it; when it throws, it gets the key again after a back-off, five
     *     times in all, and the table stays behind until then
     * @throws IllegalArgumentException when the topic is not a table of such records
     */
    public TailedTable(KafkaSettings settings, Topic topic, Class<T> type, Consumer<String> listener) {
        this(() -> new BoundedKafkaConsumer(ClientProperties.reader(settings)), topic, type, listener);
    }

    TailedTable(
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> connect,
            Topic topic,
            Class<T> type,
            Consumer<String> listener) {
        if (EventType.payloadOf(topic) != type) {
            throw new IllegalArgumentException(topic.topicName() + " holds no " + type.getSimpleName());
        }
        this.connect = connect;
        this.topic = topic;
        this.type = type;
        this.listener = listener;
        this.table = new MemoryTable<>(type);
    }

    /** Begins to read; returns before the table is complete. The broker must answer. */
    @Override
    public void start() {
        MemoryTable<T> empty = new MemoryTable<>(type);
        table = empty;
        Tail made = new Tail(connect, List.of(topic));
        made.toBeginning();
        tail = made;
        made.follow("tail-" + topic.topicName(), (record, decoded) -> enter(empty, record, decoded));
    }

    /** The table as far as it has been read. */
    public Table<T> table() {
        return table;
    }

    /** Whether it has been read to its end since {@link #start}. */
    @Override
    public boolean complete() {
        Tail started = tail;
        return started != null && started.complete();
    }

    /** Whether decisions may rest on it: complete, and everything that was committed ten seconds ago is in it. */
    @Override
    public boolean current() {
        Tail started = tail;
        return started != null && started.complete() && started.behind().compareTo(MOST_BEHIND) <= 0;
    }

    @Override
    public boolean stuck() {
        Tail started = tail;
        return started != null
                && started.complete()
                && !started.failing()
                && started.behind().compareTo(MOST_BEHIND) > 0;
    }

    /** Why decisions must wait; empty when they need not. */
    @Override
    public Optional<String> problem() {
        Tail started = tail;
        if (started == null || !started.complete()) {
            return Optional.of("reads " + topic.topicName());
        }
        return current()
                ? Optional.empty()
                : Optional.of("is " + started.behind().toSeconds() + " s behind in reading " + topic.topicName()
                        + ": what depends on it is on hold");
    }

    /** Ends the reading; the table stays as it is. Idempotent. */
    @Override
    public void close() {
        Tail started = tail;
        if (started != null) {
            tail = null;
            started.close();
        }
    }

    private void enter(MemoryTable<T> into, ConsumerRecord<byte[], byte[]> record, Decoded decoded) {
        boolean _ = into.consume(decoded, record.offset());
        if (!decoded.key().isEmpty()) {
            listener.accept(decoded.key());
        }
    }
}
