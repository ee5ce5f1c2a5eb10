package io.keelstream.messaging.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionLostException;
import io.keelstream.messaging.partition.Prerequisite;
import io.keelstream.messaging.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One instance in this process on a real broker process. */
class EngineTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** How long the broker is away. */
    private static final Duration AWAY = Duration.ofSeconds(Boolean.getBoolean("keelstream.scenarios.full") ? 20 : 4);

    @TempDir
    static Path folder;

    static World world;

    @BeforeAll
    static void startBroker() {
        world = new World(folder);
    }

    @AfterAll
    static void stopBroker() {
        world.close();
    }

    @Test
    void eventAndItsStateAreCommittedTogetherAndTheWriteIsVisibleAtOnce() {
        try (ToyService service = started()) {
            // When
            world.plan("together/app", 3);
            world.flush();
            // Then
            awaitEvents(List.of("together/app"), 3);
            world.events().areEveryNumberOnce(List.of("together/app"), 3);
            assertThat(present(service, "together/app")).isEqualTo(3);
        }
    }

    @Test
    void sequenceNumbersGoOnAfterARestart() {
        // Given
        List<String> targets = World.targets("restart", 5);
        try (ToyService first = started()) {
            targets.forEach(target -> world.plan(target, 2));
            awaitEvents(targets, 2);
            assertThat(first.runner.live()).isTrue();
        }
        // When
        targets.forEach(target -> world.plan(target, 4));
        try (ToyService second = started()) {
            // Then
            awaitEvents(targets, 4);
            world.events().areEveryNumberOnce(targets, 4);
            assertThat(second.runner.ready()).isTrue();
        }
    }

    @Test
    void processIsReadyWithItsShareAndOwnsAllOnceThatOfAKilledOneIsLoadedToo() {
        // Given
        try (ChildProcess victim = ChildProcess.java(ToyMain.class, world.servers())) {
            victim.awaitLine("loaded 2");
            try (ToyService next = new ToyService(world.servers(), line -> {}).start()) {
                await().atMost(LIMIT).until(() -> !next.partitions.isEmpty() && next.runner.ready());
                assertThat(next.runner.ownsAll()).isFalse();

                // When
                victim.signal("KILL");
                victim.awaitEnd();

                // Then
                await().atMost(LIMIT).until(next.runner::ownsAll);
                assertThat(next.partitions).hasSize(World.PARTITIONS);
                assertThat(next.runner.ready()).isTrue();
            }
        }
    }

    @Test
    void poisonRecordHarmsNoOtherKeyAndIsCopiedOnce() {
        // Given
        String poisoned = "poison/app";
        String neighbour = neighbourOf(poisoned);
        int partition = Partitions.of(poisoned, World.PARTITIONS);
        String state = onPartition("state", partition);
        try (ToyService service = started()) {
            // When
            world.write(Topic.PLAN, partition, utf8(poisoned), utf8("{broken"));
            world.write(Topic.PLAN, partition, new byte[] {(byte) 0xC3}, utf8("{}"));
            world.write(Topic.INVENTORY, partition, utf8(state), new byte[] {0});
            world.plan(neighbour, 2);
            // Then
            awaitEvents(List.of(neighbour), 2);
            assertThat(service.partitions
                            .get(partition)
                            .table(Topic.PLAN, Plan.class)
                            .get(poisoned))
                    .isInstanceOf(Entry.Unreadable.class);
            assertThat(service.partitions
                            .get(partition)
                            .table(Topic.INVENTORY, Inventory.class)
                            .get(state))
                    .isInstanceOf(Entry.Unreadable.class);
            await().atMost(LIMIT).until(() -> letters().size() == 3);
        }
        try (ToyService again = started()) {
            world.plan(neighbour, 3);
            awaitEvents(List.of(neighbour), 3);
            assertThat(letters()).hasSize(3).anySatisfy(record -> {
                assertThat(record.value()).isEqualTo(utf8("{broken"));
                assertThat(CloudEventCodec.text(record, "keelstream-dlt-reason"))
                        .isEqualTo("MISSING_ATTRIBUTE");
            });
            world.plan(poisoned, 1);
            awaitEvents(List.of(poisoned), 1);
            assertThat(again.runner.live()).isTrue();
        }
    }

    @Test
    void openTransactionOfADeadOwnerHidesNothing() {
        // Given
        String target = "open/app";
        int partition = Partitions.of(target, World.PARTITIONS);
        Producer<byte[], byte[]> dead = world.producer("keelstream-test-applier-" + partition);
        dead.initTransactions();
        dead.beginTransaction();
        Future<RecordMetadata> _ = dead.send(
                new ProducerRecord<>(Topic.INVENTORY.topicName(), partition, utf8(target), utf8("{}")), (_, _) -> {});
        dead.flush();
        // When
        world.plan(target, 2);
        try (ToyService service = started()) {
            // Then
            awaitEvents(List.of(target), 2);
            assertThat(present(service, target)).isEqualTo(2);
        } finally {
            dead.close(Duration.ZERO);
        }
    }

    @Test
    void fencedWriterStopsAndThePartitionIsLoadedAnewOnceTheGroupConfirmsIt() {
        // Given
        String target = "fenced/app";
        int partition = Partitions.of(target, World.PARTITIONS);
        List<String> reports = new CopyOnWriteArrayList<>();
        try (ToyService service = started(reports)) {
            OwnedPartition tenure = service.partitions.get(partition);
            // When
            try (Producer<byte[], byte[]> other = world.producer("keelstream-test-applier-" + partition)) {
                other.initTransactions();
                assertThatThrownBy(() -> tenure.writer().writeAndWait(inventory(target, 1)))
                        .isInstanceOf(PartitionLostException.class);
            }
            // Then
            assertThat(tenure.mayWriteToCluster()).isFalse();
            assertThatThrownBy(() -> tenure.writer().writeAndWait(inventory(target, 1)))
                    .isInstanceOf(PartitionLostException.class);
            await().atMost(LIMIT)
                    .until(() -> service.partitions.containsKey(partition)
                            && !tenure.equals(service.partitions.get(partition)));
            assertThat(reports).contains("closed " + partition);
            assertThat(service.meters.get("keelstream.writer.fenced").counter().count())
                    .isEqualTo(1);
            world.plan(target, 2);
            awaitEvents(List.of(target), 2);
        }
    }

    @Test
    void brokerThatIsAwayForAWhileLosesAndDoublesNothing() throws InterruptedException {
        // Given
        List<String> targets = World.targets("away", 6);
        try (ToyService service = started();
                Flow flow = new Flow(world, targets)) {
            flow.awaitProgress();
            // When
            world.killBroker();
            Thread.sleep(AWAY);
            world.restartBroker();
            // Then
            flow.awaitProgress();
            flow.settle();
            assertThat(service.runner.live()).isTrue();
        }
    }

    @Test
    void thousandTransitionsShareFewCommits() {
        try (ToyService service = started()) {
            // When
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (String target : World.targets("many", 1000)) {
                OwnedPartition partition = service.partitions.get(Partitions.of(target, World.PARTITIONS));
                writes.add(partition.writer().write(inventory(target, 1)));
            }
            writes.forEach(CompletableFuture::join);
            // Then
            assertThat(service.meters.get("keelstream.writer.facts").summary().totalAmount())
                    .isEqualTo(1000);
            assertThat(service.meters.get("keelstream.writer.facts").summary().count())
                    .isLessThan(100);
        }
    }

    @Test
    void workerThatDoesNotStartIsTriedAgainAndHarmsNoOther() {
        // Given
        AtomicBoolean failed = new AtomicBoolean();
        ToyService service = new ToyService(world.servers(), line -> {
            if (line.startsWith("loaded 1") && failed.compareAndSet(false, true)) {
                throw new IllegalStateException("a bug in a worker");
            }
        });
        // When
        try (ToyService running = service.start()) {
            // Then
            await().atMost(LIMIT).until(() -> running.partitions.size() == World.PARTITIONS && running.runner.ready());
            assertThat(failed).isTrue();
            assertThat(running.runner.live()).isTrue();
            List<String> targets = World.targets("worker", 6);
            targets.forEach(target -> world.plan(target, 2));
            awaitEvents(targets, 2);
        }
    }

    @Test
    void poisonRecordAsLargeAsItsTopicTakesItIsCopiedToo() {
        // Given
        String target = "huge/app";
        try (ToyService service = started()) {
            // When
            byte[] noise = utf8(noise(3 << 20));
            world.write(Topic.PLAN, Partitions.of(target, World.PARTITIONS), utf8("noise/huge"), noise);
            world.plan(target, 1);
            // Then
            awaitEvents(List.of(target), 1);
            await().atMost(LIMIT)
                    .until(() -> world.read(Topic.deadLetters("applier")).stream()
                            .anyMatch(letter -> Arrays.equals(letter.value(), noise)));
            assertThat(service.runner.live()).isTrue();
        }
    }

    @Test
    void tableOfTenMegabytesIsLoadedBeforeItIsWorkedOn() {
        // Given
        int partition = Partitions.of("large/app-0", World.PARTITIONS);
        List<String> targets = World.targets("large", 90).stream()
                .filter(target -> Partitions.of(target, World.PARTITIONS) == partition)
                .limit(20)
                .toList();
        String noise = noise(512 << 10);
        targets.forEach(target -> world.write(Topic.PLAN, partition, utf8("noise/" + target), utf8(noise)));
        targets.forEach(target -> world.plan(target, 1));
        world.flush();
        List<String> reports = new CopyOnWriteArrayList<>();
        // When
        try (ToyService service = started(reports)) {
            // Then
            awaitEvents(targets, 1);
            assertThat(targets).hasSize(20);
            assertThat(service.meters.get("keelstream.partition.load").timer().count())
                    .isEqualTo(World.PARTITIONS);
            int plans = service.partitions
                    .get(partition)
                    .table(Topic.PLAN, Plan.class)
                    .keys()
                    .size();
            assertThat(reports).contains("loaded " + partition + " " + plans);
        }
    }

    @Test
    void partitionsAreWorkedOnOnceEveryPrerequisiteIsCompleteAndLivenessFollowsIt() {
        // Given
        Needed needed = new Needed();
        try (ToyService service =
                new ToyService(world.servers(), ToyService.INPUTS, List.of(needed), line -> {}).start()) {
            await().atMost(LIMIT)
                    .until(() -> service.runner.problems().stream()
                            .anyMatch(problem -> problem.startsWith("applier loads partitions")));
            assertThat(service.partitions).isEmpty();
            assertThat(service.runner.ready()).isFalse();
            assertThat(service.runner.live()).isTrue();

            // When
            needed.complete = true;
            needed.current = true;

            // Then
            await().atMost(LIMIT).until(() -> service.partitions.size() == World.PARTITIONS && service.runner.ready());
            assertThat(service.partitions.values()).allMatch(OwnedPartition::current);

            // When
            needed.current = false;

            // Then
            assertThat(service.runner.live()).isFalse();
            assertThat(service.runner.problems()).containsExactly("applier is behind");
            assertThat(service.partitions.values()).noneMatch(OwnedPartition::current);
        }
        assertThat(needed.started).isFalse();
    }

    @Test
    void errorThatEndsAConsumerTurnsLivenessRed() {
        // Given
        Needed needed = new Needed();
        try (ToyService service =
                new ToyService(world.servers(), ToyService.INPUTS, List.of(needed), line -> {}).start()) {
            await().atMost(LIMIT).until(() -> !service.runner.problems().isEmpty() && service.runner.live());

            // When
            needed.error = true;

            // Then
            await().atMost(LIMIT).until(() -> !service.runner.live());
            assertThat(service.runner.problems()).anyMatch(problem -> problem.startsWith("applier's consumer ended"));
        }
    }

    @Test
    void recordOfANewerTypeIsPassedOnUntouchedAndItsTargetWaits() {
        // Given
        String target = "noise/newer";
        try (ToyService service = started()) {
            world.plan(target, 1);
            awaitEvents(List.of(target), 1);

            // When
            Fact fact = Fact.of(EventType.PLAN_CHANGED, target, Samples.plan(2), EventContext.at(Instant.now()));
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    Topic.PLAN.topicName(),
                    Partitions.of(target, World.PARTITIONS),
                    utf8(target),
                    CloudEventCodec.data(fact));
            CloudEventCodec.headers(fact, "/keelstream/test/planner", 2).forEach(record.headers()::add);
            record.headers().remove("ce_type").add("ce_type", utf8("io.keelstream.plan.changed.v9"));
            world.write(record);

            // Then
            await().atMost(LIMIT)
                    .until(() -> world.read(Topic.deadLetters("applier")).stream()
                            .anyMatch(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals(target)
                                    && Arrays.equals(letter.value(), record.value())
                                    && Arrays.equals(
                                            letter.headers()
                                                    .lastHeader("ce_type")
                                                    .value(),
                                            utf8("io.keelstream.plan.changed.v9"))));
            OwnedPartition partition = service.partitions.get(Partitions.of(target, World.PARTITIONS));
            assertThat(partition.table(Topic.PLAN, Plan.class).get(target))
                    .isInstanceOfSatisfying(
                            Entry.Unreadable.class,
                            entry -> assertThat(entry.reason()).contains("UNKNOWN_TYPE"));
        }
    }

    /** Something besides the partitions, as the test says. */
    private static final class Needed implements Prerequisite {

        private volatile boolean started;
        private volatile boolean complete;
        private volatile boolean current;
        /** Whether the consumer's thread gets an error. */
        private volatile boolean error;

        @Override
        public void start() {
            started = true;
        }

        @Override
        public boolean complete() {
            if (error && Thread.currentThread().getName().startsWith("applier-")) {
                throw new StackOverflowError("a bug in a prerequisite");
            }
            return complete;
        }

        @Override
        public boolean current() {
            return current;
        }

        @Override
        public boolean stuck() {
            return complete && !current;
        }

        @Override
        public Optional<String> problem() {
            return current ? Optional.empty() : Optional.of("is behind");
        }

        @Override
        public void close() {
            started = false;
        }
    }

    private static ToyService started() {
        return started(new ArrayList<>());
    }

    private static ToyService started(List<String> reports) {
        List<String> shared = new CopyOnWriteArrayList<>(reports);
        ToyService service = new ToyService(world.servers(), line -> {
            reports.add(line);
            shared.add(line);
        });
        service.start();
        await().atMost(LIMIT).until(() -> service.partitions.size() == World.PARTITIONS && service.runner.ready());
        assertThat(shared).noneMatch(line -> line.startsWith("violation"));
        await().atMost(LIMIT)
                .until(() -> service.partitions.values().stream().allMatch(OwnedPartition::mayWriteToCluster));
        return service;
    }

    private static void awaitEvents(List<String> targets, long number) {
        await().atMost(LIMIT).until(() -> world.events().least(targets) >= number);
    }

    private static long present(ToyService service, String target) {
        OwnedPartition partition = service.partitions.get(Partitions.of(target, World.PARTITIONS));
        return partition.table(Topic.INVENTORY, Inventory.class).get(target) instanceof Entry.Present<Inventory> entry
                ? entry.received().payload().sequence()
                : 0;
    }

    private static List<Fact> inventory(String target, long number) {
        return List.of(Fact.of(
                EventType.INVENTORY_CHANGED, target, Samples.inventory(number), EventContext.at(Instant.now())));
    }

    /** Another target on the same partition. */
    private static String neighbourOf(String target) {
        return onPartition("neighbour", Partitions.of(target, World.PARTITIONS));
    }

    private static String onPartition(String prefix, int partition) {
        return World.targets(prefix, 50).stream()
                .filter(each -> Partitions.of(each, World.PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    /** What was put aside, but for the noise of other tests. */
    private static List<ConsumerRecord<byte[], byte[]>> letters() {
        return world.read(Topic.deadLetters("applier")).stream()
                .filter(letter -> !new String(letter.key(), StandardCharsets.UTF_8).startsWith("noise/"))
                .toList();
    }

    /** Text that hardly compresses. */
    private static String noise(int bytes) {
        byte[] random = new byte[bytes];
        new Random(3).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
