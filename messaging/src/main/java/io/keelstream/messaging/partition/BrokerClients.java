package io.keelstream.messaging.partition;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The clients of the broker that the engine needs besides its consumers. Thread-safe. */
@FunctionalInterface
public interface BrokerClients {

    /** A transactional producer of an id, not initialised. */
    Producer<byte[], byte[]> producer(String transactionalId);

    /** The committed record at an offset; null where nothing is there any more, or the broker does not answer in time. */
    default @Nullable ConsumerRecord<byte[], byte[]> read(TopicPartition part, long offset)
            throws InterruptedException {
        return null;
    }
}
