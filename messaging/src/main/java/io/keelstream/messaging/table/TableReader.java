package io.keelstream.messaging.table;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads a whole compacted topic, all partitions, without a group and without owning anything.
 *
 * @param <T> the record
 */
public final class TableReader<T extends Record> implements AutoCloseable {

    /** A reader of one topic; connects at {@link #load}. */
    public TableReader(KafkaSettings settings, Topic topic, Class<T> type) {}

    /**
     * Reads from the beginning to what is the end now.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when that takes longer than the limit
     */
    public Table<T> load(Duration limit) {
        if (limit.isPositive()) {
            throw new UnsupportedOperationException();
        }
        throw new IllegalArgumentException();
    }

    /** Goes on reading on a thread of its own until {@link #close}; the listener learns each key after the table has it. */
    public void follow(Consumer<String> listener) {
        java.util.Objects.requireNonNull(listener);
    }

    @Override
    public void close() {}
}
