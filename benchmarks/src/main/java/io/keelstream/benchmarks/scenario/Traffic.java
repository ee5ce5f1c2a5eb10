package io.keelstream.benchmarks.scenario;

import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What the services write to Kafka between two moments. Used by one thread. */
public final class Traffic implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * What was written.
     *
     * @param records how many records
     * @param bytes their keys, values and headers, before compression
     */
    public record Written(int records, long bytes) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** Counts from now on. */
    public Traffic(KafkaSettings kafka) {
        consumer = new KafkaConsumer<>(ClientProperties.reader(kafka));
        partitions = consumer.listTopics().entrySet().stream()
                .filter(topic -> topic.getKey().startsWith("keelstream."))
                .flatMap(topic -> topic.getValue().stream())
                .map(part -> new TopicPartition(part.topic(), part.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** What was written up to now. */
    public Written upToNow() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        int records = 0;
        long bytes = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                records++;
                bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
                for (var header : record.headers()) {
                    bytes += header.key().length() + header.value().length;
                }
            }
        }
        return new Written(records, bytes);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
