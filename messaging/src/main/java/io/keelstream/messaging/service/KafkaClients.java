package io.keelstream.messaging.service;

import io.keelstream.messaging.partition.BrokerClients;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.internals.BoundedKafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients as the settings say. Thread-safe. */
record KafkaClients(KafkaSettings settings) implements BrokerClients {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaClients.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    @Override
    public Producer<byte[], byte[]> producer(String transactionalId) {
        return new KafkaProducer<>(ClientProperties.producer(settings, transactionalId));
    }

    @Override
    public @Nullable ConsumerRecord<byte[], byte[]> read(TopicPartition part, long offset) throws InterruptedException {
        Consumer<byte[], byte[]> consumer = new BoundedKafkaConsumer(ClientProperties.reader(settings));
        try {
            consumer.assign(List.of(part));
            consumer.seek(part, offset);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() - end < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == offset ? record : null;
                }
            }
            return null;
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while reading " + part);
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("partition", part)
                    .addKeyValue("offset", offset)
                    .setCause(e)
                    .log("A record could not be read again");
            return null;
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
