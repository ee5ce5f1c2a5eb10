package io.keelstream.messaging.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.messaging.topic.Provisioning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailedTableTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    @TempDir
    Path folder;

    @Test
    void tailThatThrowsGoesOnWhereItWasAndLosesNothing() throws Exception {
        try (EmbeddedBroker broker = broker(0)) {
            // Given
            write(broker, "production/a", "production/b", "production/c");
            List<String> heard = new CopyOnWriteArrayList<>();
            AtomicInteger failures = new AtomicInteger();
            try (TailedTable<TargetState> table = table(broker, key -> {
                int failure = key.equals("production/broken") ? failures.incrementAndGet() : 4;
                switch (failure) {
                    case 1, 2 -> throw new IllegalStateException("a bug in a listener");
                    case 3 -> throw new NoClassDefFoundError("a bug in a listener");
                    default -> heard.add(key);
                }
            })) {
                table.start();
                await().atMost(LIMIT).until(table::complete);

                // When
                write(broker, "production/broken", "production/d");

                // Then
                await().atMost(LIMIT)
                        .until(() -> heard.contains("production/broken") && heard.contains("production/d"));
                assertThat(failures).hasValue(4);
                assertThat(heard)
                        .containsExactlyInAnyOrder(
                                "production/a", "production/b", "production/c", "production/d", "production/broken");
                assertThat(table.table().keys()).hasSize(5);
                await().atMost(LIMIT).until(table::current);
                assertThat(table.problem()).isEmpty();
            }
        }
    }

    @Test
    void recordThatTheListenerNeverTakesStopsNoneBehindIt() throws Exception {
        try (EmbeddedBroker broker = broker(0)) {
            // Given
            AtomicInteger failures = new AtomicInteger();
            List<String> heard = new CopyOnWriteArrayList<>();
            try (TailedTable<TargetState> table = table(broker, key -> {
                if (key.equals("production/broken")) {
                    failures.incrementAndGet();
                    throw new IllegalStateException("a bug in a listener");
                }
                heard.add(key);
            })) {
                table.start();
                await().atMost(LIMIT).until(table::complete);

                // When
                write(broker, "production/broken", "production/a", "production/b", "production/c");

                // Then
                await().atMost(LIMIT).until(() -> heard.size() == 3 && table.current());
                assertThat(failures).hasValue(5);
                assertThat(table.table().keys()).hasSize(4);
            }
        }
    }

    @Test
    void tailThatCannotConnectTriesAgainUntilItCan() throws Exception {
        try (EmbeddedBroker broker = broker(0)) {
            // Given
            AtomicInteger connections = new AtomicInteger();
            AtomicInteger heard = new AtomicInteger();
            TailedTable<TargetState> table = new TailedTable<>(
                    () -> {
                        int number = connections.incrementAndGet();
                        if (number == 2 || number == 3) {
                            throw new KafkaException("No resolvable bootstrap urls");
                        }
                        return new KafkaConsumer<>(ClientProperties.reader(settings(broker)));
                    },
                    Topic.TARGET,
                    TargetState.class,
                    key -> {
                        if (heard.incrementAndGet() == 1) {
                            throw new IllegalStateException("the connection breaks");
                        }
                    });
            try (table) {
                table.start();

                // When
                write(broker, "production/a");

                // Then
                await().atMost(LIMIT).until(() -> heard.get() == 2 && table.current());
                assertThat(connections).hasValue(4);
            }
        }
    }

    @Test
    void tailThatFallsBehindIsNotCurrentUntilItHasCaughtUp() throws Exception {
        EmbeddedBroker broker = broker(0);
        int port = Integer.parseInt(
                broker.bootstrapServers().substring(broker.bootstrapServers().indexOf(':') + 1));
        try (TailedTable<TargetState> table = table(broker, key -> {})) {
            // Given
            assertThat(table.current()).isFalse();
            table.start();
            await().atMost(LIMIT).until(table::current);

            // When
            broker.close();

            // Then
            await().atMost(LIMIT).until(() -> !table.current());
            assertThat(table.complete()).isTrue();
            assertThat(table.stuck())
                    .as("Kafka is away, and a restart does not help")
                    .isFalse();
            assertThat(table.problem())
                    .hasValueSatisfying(problem -> assertThat(problem)
                            .contains("s behind in reading keelstream.target.v1: what depends on it is on hold"));

            // When
            broker = broker(port);
            write(broker, "production/late");

            // Then
            await().atMost(LIMIT).until(table::current);
            assertThat(table.table().keys()).containsExactly("production/late");
        } finally {
            broker.close();
        }
    }

    @Test
    void topicThatTheBrokerDoesNotKnowYetIsWaitedFor() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                TailedTable<TargetState> table = table(broker, key -> {})) {
            // Given
            Thread provisioning = Thread.ofVirtual().start(() -> {
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                Provisioning.install(settings(broker).clientProperties(), PARTITIONS, (short) 1);
            });

            // When
            table.start();
            provisioning.join();
            write(broker, "production/a");

            // Then
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(table.table().keys()).containsExactly("production/a"));
        }
    }

    @Test
    void topicThatDoesNotExistIsNamedWithTheRemedy() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                TailedTable<TargetState> table = table(broker, key -> {})) {
            assertThatThrownBy(table::start)
                    .isInstanceOf(KafkaException.class)
                    .hasMessage("topic keelstream.target.v1 does not exist: create it, as `keelstream provision` does");
        }
    }

    private EmbeddedBroker broker(int port) throws IOException {
        boolean first = !Files.exists(folder.resolve("kafka"));
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), port);
        if (first) {
            Provisioning.install(settings(broker).clientProperties(), PARTITIONS, (short) 1);
        }
        return broker;
    }

    private static TailedTable<TargetState> table(EmbeddedBroker broker, java.util.function.Consumer<String> listener) {
        return new TailedTable<>(settings(broker), Topic.TARGET, TargetState.class, listener);
    }

    private static KafkaSettings settings(EmbeddedBroker broker) {
        return KafkaSettings.at(broker.bootstrapServers());
    }

    private static void write(EmbeddedBroker broker, String... targets) throws IOException {
        TargetState state = PayloadJson.read(
                Files.readAllBytes(
                        Path.of("../contracts/src/test/resources/golden/io.keelstream.target.changed/1/minimal.json")),
                TargetState.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String target : targets) {
                Fact fact = Fact.of(EventType.TARGET_CHANGED, target, state, EventContext.at(Instant.now()));
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        Topic.TARGET.topicName(),
                        Partitions.of(target, PARTITIONS),
                        target.getBytes(StandardCharsets.UTF_8),
                        CloudEventCodec.data(fact));
                CloudEventCodec.headers(fact, "/keelstream/test/applier", 1).forEach(record.headers()::add);
                Future<RecordMetadata> _ = producer.send(record);
            }
            producer.flush();
        }
    }
}
