package io.keelstream.messaging.table;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.codec.Headers;
import io.keelstream.messaging.partition.MemoryTable;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.internals.BoundedKafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole compacted topic, all partitions, without a group and without owning anything. Used by one thread; the table
 * it returns may be read by any.
 *
 * @param <T> the record
 */
public final class TableReader<T extends Record> implements AutoCloseable {

    private final KafkaSettings settings;
    private final Topic topic;
    private final MemoryTable<T> table;
    private @Nullable Tail tail;
    private volatile String installation = "";

    /**
     * A reader of one topic; connects at {@link #load}.
     *
     * @throws IllegalArgumentException when the topic is not a table of such records
     */
    public TableReader(KafkaSettings settings, Topic topic, Class<T> type) {
        if (EventType.payloadOf(topic) != type) {
            throw new IllegalArgumentException(topic.topicName() + " holds no " + type.getSimpleName());
        }
        this.settings = settings;
        this.topic = topic;
        this.table = new MemoryTable<>(type);
    }

    /**
     * Reads from the beginning to what is the end now.
     *
     * @return a view that {@link #follow} keeps up to date
     * @throws org.apache.kafka.common.errors.TimeoutException when that takes longer than the limit
     */
    public Table<T> load(Duration limit) {
        Tail made = new Tail(() -> new BoundedKafkaConsumer(ClientProperties.reader(settings)), List.of(topic));
        tail = made;
        made.toBeginning();
        made.readToEnd(limit, this::enter);
        return table;
    }

    /**
     * Goes on reading on a thread of its own until {@link #close}; the listener learns each key after the table has it.
     *
     * @throws IllegalStateException before {@link #load}
     */
    public void follow(Consumer<String> listener) {
        Tail loaded = tail;
        if (loaded == null) {
            throw new IllegalStateException("load " + topic.topicName() + " before following it");
        }
        loaded.follow("table-" + topic.topicName(), (record, decoded) -> {
            enter(record, decoded);
            if (!decoded.key().isEmpty()) {
                listener.accept(decoded.key());
            }
        });
    }

    @Override
    public void close() {
        if (tail != null) {
            tail.close();
        }
    }

    /** The installation whose service wrote the last record; empty without a record that says so. */
    public String installation() {
        return installation;
    }

    private void enter(ConsumerRecord<byte[], byte[]> record, Decoded decoded) {
        String source = CloudEventCodec.text(record, Headers.SOURCE);
        String writer = source == null ? "" : ServiceInputs.installationOf(source);
        installation = writer.isEmpty() ? installation : writer;
        boolean _ = table.consume(decoded, record.offset());
    }
}
