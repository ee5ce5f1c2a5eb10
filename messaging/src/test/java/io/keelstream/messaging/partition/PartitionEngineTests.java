package io.keelstream.messaging.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PartitionEngineTests {

    private static final TopicPartition FIRST = new TopicPartition(Topic.DESIRED.topicName(), 0);
    private static final TopicPartition SECOND = new TopicPartition(Topic.DESIRED.topicName(), 1);

    /** Fails as the client does when its own thread takes partitions away while it looks for records. */
    private static final class TakenDuringPoll extends MockConsumer<byte[], byte[]> {

        private final List<TopicPartition> left;

        TakenDuringPoll(List<TopicPartition> left) {
            super("earliest");
            this.left = left;
            assign(List.of(FIRST, SECOND));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            assign(left);
            throw new IllegalStateException("No current assignment for partition " + FIRST);
        }
    }

    @Test
    void pollThatLosesAllPartitionsBringsNothing() {
        // Given
        PartitionEngine engine = engine();
        Consumer<byte[], byte[]> consumer = new TakenDuringPoll(List.of());
        engine.attach(consumer);

        // When
        ConsumerRecords<byte[], byte[]> polled = engine.poll(consumer, Duration.ofMillis(1), consumer::poll);

        // Then
        assertThat(polled.isEmpty()).isTrue();
        assertThat(consumer.assignment()).isEqualTo(Set.of());
    }

    @Test
    void pollThatLosesSomePartitionsMayHaveSkippedRecordsOfOthersAndFails() {
        // Given
        PartitionEngine engine = engine();
        Consumer<byte[], byte[]> consumer = new TakenDuringPoll(List.of(SECOND));
        engine.attach(consumer);

        // Then
        assertThatThrownBy(() -> engine.poll(consumer, Duration.ofMillis(1), consumer::poll))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(FIRST.toString());
    }

    private static PartitionEngine engine() {
        return new PartitionEngine(
                new ServiceInputs("planner", "test", List.of(Topic.DESIRED), List.of(), List.of("planner")),
                owned -> {
                    throw new IllegalStateException("nothing is loaded here");
                },
                Map.of(Topic.DESIRED, 2),
                Duration.ofSeconds(3),
                id -> new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                List.of(),
                new SimpleMeterRegistry());
    }
}
