package io.keelstream.messaging.table;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Writes records of a table that people write. In no transaction: one that a laptop leaves open would hide everything that
 * comes after it on the partition. Used by one thread.
 */
public final class TableWriter implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String source;

    /**
     * @param settings how to reach Kafka
     * @param source who writes: the CloudEvents {@code source}
     */
    public TableWriter(KafkaSettings settings, String source) {
        this.producer = new KafkaProducer<>(ClientProperties.writer(settings));
        this.source = source;
    }

    /**
     * Writes a record and waits until the broker has it. Records of a key are numbered by their time, so a later one has the
     * greater number.
     *
     * @throws KafkaException when the broker does not take it within some seconds
     */
    public void write(Fact fact) {
        Topic topic = fact.topic();
        int partition = Partitions.of(
                fact.key(), producer.partitionsFor(topic.topicName()).size());
        long sequence = fact.context().time().toEpochMilli();
        try {
            producer.send(new ProducerRecord<>(
                            topic.topicName(),
                            partition,
                            null,
                            fact.key().getBytes(StandardCharsets.UTF_8),
                            CloudEventCodec.data(fact),
                            CloudEventCodec.headers(fact, source, sequence)))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while " + fact + " was being written", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException(fact + " cannot be written", e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
