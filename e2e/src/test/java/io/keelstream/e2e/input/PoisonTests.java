package io.keelstream.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.messaging.topic.Partitions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that mean nothing, on every topic that a service reads, beside a good neighbour. */
@AnyCluster
class PoisonTests {

    private static final Map<String, List<Topic>> CONSUMED = Map.of(
            "git-watcher", List.of(Topic.HEAD),
            "planner", List.of(Topic.DESIRED, Topic.INVENTORY, Topic.PLAN),
            "applier", List.of(Topic.DESIRED, Topic.PLAN, Topic.INVENTORY, Topic.EXECUTION, Topic.TARGET));

    @TempDir
    static Path folder;

    static SharedInstallation all;
    static KafkaProducer<byte[], byte[]> producer;
    static int partitions;

    @BeforeAll
    static void start() throws Exception {
        all = SharedInstallation.start(folder, "", "");
        Map<String, Object> settings = new HashMap<>(all.system().kafka().clientProperties());
        settings.put("max.request.size", 16 << 20);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        partitions = producer.partitionsFor(Topic.DESIRED.topicName()).size();
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ofSeconds(1));
        all.close();
    }

    @Test
    void poisonWithoutATargetIsPutAsideAndBlocksNothing() throws Exception {
        // When
        Set<Topic> topics = new HashSet<>();
        CONSUMED.values().forEach(topics::addAll);
        for (Topic topic : topics) {
            for (Poison poison : Poison.values()) {
                if (poison.fits(topic)) {
                    send(poison.record(topic, nobody(topic, poison), partitions));
                }
            }
            send(new ProducerRecord<>(topic.topicName(), 0, new byte[] {(byte) 0xC3}, new byte[] {1}));
        }

        // Then
        all.goesOn(all.push("Go on beside poison"));
        assertThat(get("/livez")).isEqualTo(200);
        assertThat(get("/readyz")).isEqualTo(200);
        CONSUMED.forEach((group, read) -> await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(deadLetters(group)).containsAll(expected(read))));
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAD", "DESIRED", "PLAN", "TARGET"})
    void unreadableStateIsReplacedByTheNextWrite(Topic topic) throws Exception {
        // Given
        String name = "victim-of-" + topic.name().toLowerCase(java.util.Locale.ROOT);
        write(name, "1");
        all.recovers("production/" + name, all.push("Add " + name));

        // When
        send(Poison.GARBAGE.record(topic, key(topic, name), partitions));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> deadLetters(group(topic)).stream()
                        .anyMatch(letter -> letter.startsWith(topic.topicName()) && letter.contains(name)));
        write(name, "2");
        String commit = all.push("Change " + name);

        // Then
        all.goesOn(commit);
        all.recovers("production/" + name, commit);
    }

    @ParameterizedTest
    @EnumSource(names = {"INVENTORY", "EXECUTION"})
    void whatOnlyTheApplierKnowsHoldsItsTargetUntilItIsTakenAway(Topic topic) throws Exception {
        // Given
        String name = "victim-of-" + topic.name().toLowerCase(java.util.Locale.ROOT);
        write(name, "1");
        all.recovers("production/" + name, all.push("Add " + name));

        // When
        send(Poison.GARBAGE.record(topic, key(topic, name), partitions));
        all.awaitStatus("production/" + name, "PoisonEvent", topic.topicName());
        write(name, "2");
        String commit = all.push("Change " + name);

        // Then
        all.goesOn(commit);
        all.awaitStatus("production/" + name, "PoisonEvent", topic.topicName());
        assertThat(all.row("production/" + name))
                .doesNotContain(commit.substring(0, 12) + "  " + commit.substring(0, 12));

        // When
        byte[] key = key(topic, name).getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(topic.topicName(), Partitions.of(key(topic, name), partitions), key, null));

        // Then
        all.recovers("production/" + name, commit);
    }

    private static void write(String name, String value) throws Exception {
        all.repository()
                .write(name + "/keelstream.yaml", Manifests.application(name))
                .write(name + "/a.yaml", Manifests.configMap("a", value));
    }

    private static String group(Topic topic) {
        return topic == Topic.HEAD ? "git-watcher" : "applier";
    }

    private static String key(Topic topic, String application) {
        return topic == Topic.HEAD ? "infra@refs/heads/main#" + application : "production/" + application;
    }

    private static String nobody(Topic topic, Poison poison) {
        String name =
                "nobody-" + poison.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return topic == Topic.HEAD ? "nobody@refs/heads/main#" + name : "production/" + name;
    }

    private static Set<String> expected(List<Topic> read) {
        Set<String> expected = new HashSet<>();
        for (Topic topic : read) {
            for (Poison poison : Poison.values()) {
                if (poison.fits(topic)) {
                    expected.add(topic.topicName() + " " + nobody(topic, poison));
                }
            }
        }
        return expected;
    }

    private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        Future<RecordMetadata> sent = producer.send(record);
        producer.flush();
        assertThat(sent.get().hasOffset()).isTrue();
    }

    /** {@code topic key} of everything that the group has put aside. */
    private static Set<String> deadLetters(String group) {
        Map<String, Object> settings = new HashMap<>(all.system().kafka().clientProperties());
        settings.put("isolation.level", "read_committed");
        Set<String> letters = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> parts = consumer.partitionsFor(Topic.deadLetters(group)).stream()
                    .map(part -> new TopicPartition(part.topic(), part.partition()))
                    .toList();
            consumer.assign(parts);
            consumer.seekToBeginning(parts);
            Map<TopicPartition, Long> ends = consumer.endOffsets(parts);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    byte[] topic =
                            each.headers().lastHeader("keelstream-dlt-topic").value();
                    letters.add(text(topic) + " " + (each.key() == null ? "" : text(each.key())));
                }
            }
        }
        return letters;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(all.system().http() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
