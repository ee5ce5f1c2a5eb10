package io.keelstream.messaging.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.Test;

/** Brokers that go away while a reader asks them. */
class TailTests {

    private static final TopicPartition PART = new TopicPartition(Topic.DEPLOYMENT.topicName(), 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void brokerThatGoesAwayInTheMiddleOfAQuestionIsAskedAgain() {
        try (Tail tail = tail()) {
            // When
            consumer.setOffsetsException(new DisconnectException());
            tail.toBeginning();
            consumer.setOffsetsException(new DisconnectException());

            // Then
            tail.readToEnd(Duration.ofSeconds(5), (_, _) -> {});
            assertThat(consumer.position(PART)).isZero();
        }
    }

    @Test
    void whatIsNoMatterOfTimeIsNotAskedAgain() {
        try (Tail tail = tail()) {
            consumer.setOffsetsException(new AuthorizationException("not allowed"));

            assertThatThrownBy(tail::toBeginning).hasMessage("not allowed");
        }
    }

    private Tail tail() {
        consumer.updatePartitions(
                PART.topic(), List.of(new PartitionInfo(PART.topic(), PART.partition(), null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PART, 0L));
        consumer.updateEndOffsets(Map.of(PART, 0L));
        return new Tail(() -> consumer, List.of(Topic.DEPLOYMENT));
    }
}
