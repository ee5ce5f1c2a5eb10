package io.keelstream.e2e.ownership;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Bytes that mean nothing, where a record should be. */
final class Poison {

    private Poison() {}

    /** Overwrites a key's record. */
    static void write(KafkaSettings kafka, Topic topic, String key) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            int partition =
                    Partitions.of(key, producer.partitionsFor(topic.topicName()).size());
            producer.send(new ProducerRecord<>(topic.topicName(), partition, bytes(key), bytes("no event of any kind")))
                    .get();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
