package io.keelstream.e2e.system;

import io.keelstream.messaging.service.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finds where a text, such as the value of a Secret, was kept. */
public record TextSearch(String text) {

    private static final int BEFORE = 300;
    private static final int AFTER = 100;

    /** The files below a folder that hold it; in a state folder, what the log says is among them. */
    public List<Path> files(Path folder) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.exists(file) && holds(Files.readAllBytes(file), wanted)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** The topics with a record that holds it, once it is decompressed. */
    public List<String> topics(KafkaSettings kafka) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> settings = new HashMap<>(kafka.clientProperties());
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> parts = consumer.listTopics().values().stream()
                    .flatMap(Collection::stream)
                    .map(part -> new TopicPartition(part.topic(), part.partition()))
                    .toList();
            consumer.assign(parts);
            consumer.seekToBeginning(parts);
            Map<TopicPartition, Long> ends = consumer.endOffsets(parts);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    if (each.value() != null && holds(each.value(), wanted)) {
                        found.add(each.topic() + " " + key(each) + ": ..." + around(each.value()));
                    }
                }
            }
        }
        return found;
    }

    private static String key(ConsumerRecord<byte[], byte[]> found) {
        return found.key() == null ? "" : new String(found.key(), StandardCharsets.UTF_8);
    }

    private String around(byte[] value) {
        String held = new String(value, StandardCharsets.UTF_8);
        int at = held.indexOf(text);
        return held.substring(Math.max(0, at - BEFORE), Math.min(held.length(), at + AFTER));
    }

    private static boolean holds(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
