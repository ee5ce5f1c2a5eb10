package io.keelstream.messaging.partition;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.internals.BoundedKafkaConsumer;

/**
 * Kafka's consumer with the engine's work around each poll. The container has no hook there, and its listener is not called
 * while nothing arrives. Like its superclass used by one thread.
 */
public final class PartitionConsumer extends BoundedKafkaConsumer {

    private final PartitionEngine engine;

    /**
     * Connects and becomes a member of the engine.
     *
     * @param properties of a Kafka consumer
     * @param engine gets what the group decides about this consumer
     */
    public PartitionConsumer(Map<String, Object> properties, PartitionEngine engine) {
        super(properties);
        this.engine = engine;
        engine.attach(this);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration limit) {
        return engine.poll(this, limit, super::poll);
    }

    /** Closing still reports the partitions that it gives back, so the engine lets go of this consumer last. */
    @Override
    public void close() {
        super.close();
        engine.detach(this);
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public void close(Duration limit) {
        close(CloseOptions.timeout(limit));
    }

    @Override
    public void close(CloseOptions options) {
        super.close(options);
        engine.detach(this);
    }
}
