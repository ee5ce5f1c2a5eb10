package io.keelstream.messaging.service;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Headers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.internals.BoundedKafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the tables hold records of this version's layout. An older version's records would be read as if most of what they
 * say were absent, so a service does not start on them. Looks at the first record that each partition still has: a version
 * writes all of its records in one layout, and two versions never write the same installation.
 */
final class LayoutCheck {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private LayoutCheck() {}

    /** What to do about the first table of an older layout; empty when there is none. */
    static Optional<String> finding(KafkaSettings settings, Collection<Topic> tables) {
        Map<String, Object> properties = new HashMap<>(ClientProperties.reader(settings));
        properties.put("max.partition.fetch.bytes", "1024"); // one batch each is enough
        properties.put("max.poll.records", "1");
        try (Consumer<byte[], byte[]> consumer = new BoundedKafkaConsumer(properties)) {
            return finding(consumer, tables);
        }
    }

    private static Optional<String> finding(Consumer<byte[], byte[]> consumer, Collection<Topic> tables) {
        Set<TopicPartition> parts = new HashSet<>();
        tables.forEach(topic -> Answers.of(() -> consumer.partitionsFor(topic.topicName()))
                .forEach(part -> parts.add(new TopicPartition(part.topic(), part.partition()))));
        consumer.assign(parts);
        consumer.seekToBeginning(parts);
        Map<TopicPartition, Long> ends = Answers.of(() -> consumer.endOffsets(parts));
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!parts.isEmpty() && System.nanoTime() - end < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (older(record)) {
                    return Optional.of(line(record.topic()));
                }
                parts.remove(new TopicPartition(record.topic(), record.partition()));
            }
            parts.removeIf(part -> consumer.position(part) >= ends.getOrDefault(part, 0L));
            consumer.assign(List.copyOf(parts));
        }
        return Optional.empty();
    }

    /** Whether an older version wrote it; an empty topic has none. */
    private static boolean older(ConsumerRecord<byte[], byte[]> record) {
        String type = CloudEventCodec.text(record, Headers.TYPE);
        return type != null
                && type.startsWith("io.keelstream.")
                && !CloudEventCodec.LAYOUT.equals(CloudEventCodec.text(record, Headers.LAYOUT));
    }

    private static String line(String topic) {
        return "topic " + topic
                + " holds records of an older version's layout, which this version does not read: stop all"
                + " services, delete the topics keelstream.*, provision again and start; what runs in the clusters is taken"
                + " over (docs/recovery.md)";
    }
}
