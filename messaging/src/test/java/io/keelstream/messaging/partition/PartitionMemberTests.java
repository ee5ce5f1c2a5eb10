package io.keelstream.messaging.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PartitionMemberTests {

    @Test
    void whatIsCommittedAndNotReadYetIsTheLag() {
        // Given
        TopicPartition desired = new TopicPartition(Topic.DESIRED.topicName(), 0);
        TopicPartition plan = new TopicPartition(Topic.PLAN.topicName(), 0);
        PartitionMember member = member();
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
            consumer.assign(List.of(desired, plan));
            consumer.updateBeginningOffsets(Map.of(desired, 0L, plan, 0L));
            consumer.updateEndOffsets(Map.of(desired, 7L, plan, 3L));
            member.assigned(consumer, List.of(desired, plan));
            consumer.seek(desired, 2);
            consumer.seek(plan, 3);

            // When
            member.afterPoll(consumer);

            // Then
            assertThat(member.lag()).isEqualTo(5);
            member.lost(List.of(desired, plan));
        }
    }

    private static PartitionMember member() {
        return new PartitionMember(new Engine(
                new ServiceInputs("planner", "test", List.of(Topic.DESIRED, Topic.PLAN), List.of(), List.of("planner")),
                owned -> {
                    throw new IllegalStateException("nothing is loaded here");
                },
                Map.of(Topic.DESIRED, 1, Topic.PLAN, 1),
                Duration.ofSeconds(3),
                id -> new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                List.of(),
                new EngineMetrics(new SimpleMeterRegistry(), "planner")));
    }
}
