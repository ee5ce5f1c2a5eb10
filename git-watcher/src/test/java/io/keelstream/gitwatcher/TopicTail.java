package io.keelstream.gitwatcher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads everything that was committed to a topic, with a plain client, as a subscriber would. */
final class TopicTail implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Event(String key, String type, JsonNode data, long sequence) {}

    private final KafkaConsumer<String, String> consumer;
    private final List<Event> events = new ArrayList<>();

    TopicTail(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        16 << 20),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Everything that was committed before the call. */
    List<Event> all() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
        return List.copyOf(events);
    }

    /** Everything so far. */
    List<Event> poll() {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
            JsonNode data = record.value() == null ? JSON.nullNode() : JSON.readTree(record.value());
            events.add(new Event(
                    record.key(), header(record, "ce_type"), data, Long.parseLong(header(record, "ce_sequence"))));
        }
        return List.copyOf(events);
    }

    List<Event> of(String key) {
        return poll().stream().filter(each -> each.key().equals(key)).toList();
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
