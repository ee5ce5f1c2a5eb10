package io.keelstream.messaging.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PartitionTransactionTests {

    private static final String TARGET = "production/shop";

    private final ServiceInputs inputs =
            new ServiceInputs("applier", "test", List.of(Topic.INVENTORY), List.of(), List.of("applier"));
    private final MemoryTable<Inventory> table = new MemoryTable<>(Inventory.class);

    @Test
    void commitWithALateAnswerIsWaitedForAgain() {
        // Given
        SlowCommits producer = new SlowCommits(2);

        // When
        transaction(producer).run(List.of(transition()));

        // Then
        assertThat(producer.history()).hasSize(1);
        assertThat(table.get(TARGET)).isInstanceOf(Entry.Present.class);
    }

    @Test
    void commitThatStaysWithoutAnswerEndsTheWriter() {
        // Given
        SlowCommits producer = new SlowCommits(3);

        // Then
        assertThatThrownBy(() -> transaction(producer).run(List.of(transition())))
                .isInstanceOf(TimeoutException.class);
        assertThat(table.get(TARGET)).isNull();
    }

    @Test
    void echoThatOvertakesTheAnswerOfItsCommitIsNoChange() {
        // Given
        Overtaken producer = new Overtaken(table);

        // When
        transaction(producer).run(List.of(transition()));

        // Then
        assertThat(producer.changes).containsExactly(false);
        assertThat(table.get(TARGET)).isInstanceOf(Entry.Present.class);
        assertThat(table.consume(new Decoded.Tombstone(TARGET, 2), 1))
                .as("a later record of another writer")
                .isTrue();
    }

    private PartitionTransaction transaction(MockProducer<byte[], byte[]> producer) {
        producer.initTransactions();
        return new PartitionTransaction(
                inputs,
                producer,
                () -> {
                    throw new IllegalStateException("no offsets are sent here");
                },
                new Sequences(),
                Map.of(Topic.INVENTORY, table),
                new EngineMetrics(new SimpleMeterRegistry(), "applier"));
    }

    private Transition transition() {
        Inventory inventory =
                Inventory.empty(new Placement("default", null, "shop")).next(null);
        Fact fact = Fact.of(EventType.INVENTORY_CHANGED, TARGET, inventory, EventContext.at(Instant.EPOCH));
        return new FactEncoder(inputs, Map.of(Topic.INVENTORY, 1), 0).encode(List.of(fact));
    }

    /** A broker whose consumers see a transaction before its producer hears that it is committed. */
    private static final class Overtaken extends MockProducer<byte[], byte[]> {

        private final MemoryTable<Inventory> table;
        private final List<Boolean> changes = new ArrayList<>();

        Overtaken(MemoryTable<Inventory> table) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.table = table;
        }

        @Override
        public void commitTransaction() {
            List<ProducerRecord<byte[], byte[]>> sent = uncommittedRecords();
            super.commitTransaction();
            for (int offset = 0; offset < sent.size(); offset++) {
                ProducerRecord<byte[], byte[]> record = sent.get(offset);
                ConsumerRecord<byte[], byte[]> echo = new ConsumerRecord<>(
                        record.topic(),
                        0,
                        offset,
                        0,
                        TimestampType.CREATE_TIME,
                        record.key().length,
                        record.value().length,
                        record.key(),
                        record.value(),
                        record.headers(),
                        Optional.empty());
                changes.add(table.consume(CloudEventCodec.decode(Topic.INVENTORY, echo, 1), offset));
            }
        }
    }

    /** Answers its first commits with a time-out, as a producer does whose broker is slow. */
    private static final class SlowCommits extends MockProducer<byte[], byte[]> {

        private int late;

        SlowCommits(int late) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.late = late;
        }

        @Override
        public void commitTransaction() {
            if (late-- > 0) {
                throw new TimeoutException("no answer within max.block.ms");
            }
            super.commitTransaction();
        }
    }
}
