package io.keelstream.messaging.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class GroupCommitWriterTests {

    private final ServiceInputs inputs =
            new ServiceInputs("applier", "test", List.of(Topic.INVENTORY), List.of(), List.of("applier"));

    @Test
    void errorInATransactionEndsTheWriterAndWhoeverWaitsLearnsOfIt() {
        // Given
        AtomicInteger deaths = new AtomicInteger();
        Breaking producer = new Breaking();
        producer.initTransactions();
        FactEncoder encoder = new FactEncoder(inputs, Map.of(Topic.INVENTORY, 1), 0);
        GroupCommitWriter writer = new GroupCommitWriter(
                "writer",
                encoder,
                new PartitionTransaction(
                        inputs,
                        producer,
                        () -> {
                            throw new IllegalStateException("no offsets are sent here");
                        },
                        new Sequences(),
                        Map.of(Topic.INVENTORY, new MemoryTable<>(Inventory.class)),
                        new EngineMetrics(new SimpleMeterRegistry(), "applier")),
                deaths::incrementAndGet);
        Inventory inventory =
                Inventory.empty(new Placement("default", null, "shop")).next(null);

        // When
        CompletableFuture<Void> written = writer.write(List.of(
                Fact.of(EventType.INVENTORY_CHANGED, "production/shop", inventory, EventContext.at(Instant.EPOCH))));

        // Then
        await().until(written::isCompletedExceptionally);
        assertThat(written.exceptionNow()).isInstanceOf(PartitionLostException.class);
        assertThat(writer.dead()).isTrue();
        await().until(() -> deaths.get() == 1);
    }

    /** Fails as a class does that cannot be loaded. */
    private static final class Breaking extends MockProducer<byte[], byte[]> {

        Breaking() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            throw new NoClassDefFoundError("a class is missing");
        }
    }
}
