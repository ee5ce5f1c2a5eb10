package io.keelstream.messaging.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.TableReader;
import io.keelstream.messaging.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that somebody wrote to harm a service or a reader, beside targets that must not notice. */
class HostileRecordTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BOMB = "hostile/bomb";
    private static final String STRAY = "hostile/stray";
    private static final String STATE = "hostile/state";

    @TempDir
    Path folder;

    @Test
    void hostileRecordsAreNamedAndStopTheirOwnTargetAlone() throws Exception {
        try (World world = new World(folder)) {
            // Given
            List<String> neighbours = World.targets("neighbour", 9);
            Set<String> expected = new TreeSet<>();
            try (ToyService service = new ToyService(world.servers(), ToyService.INPUTS, line -> {}).start()) {
                neighbours.forEach(target -> world.plan(target, 1));
                awaitEvents(world, neighbours, 1);

                // When
                for (String codec : List.of("gzip", "zstd", "none")) {
                    send(world, codec, expected);
                }

                // Then
                neighbours.forEach(target -> world.plan(target, 2));
                awaitEvents(world, neighbours, 2);
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(letters(world)).isEqualTo(expected));
                assertThat(service.runner.live()).isTrue();
                assertReads(service);
            }

            // When
            try (ToyService again = new ToyService(world.servers(), ToyService.INPUTS, line -> {}).start()) {
                neighbours.forEach(target -> world.plan(target, 3));
                world.plan(BOMB, 1);

                // Then
                awaitEvents(world, neighbours, 3);
                awaitEvents(world, List.of(BOMB), 1);
                assertThat(again.runner.live()).isTrue();
                assertThat(letters(world)).isEqualTo(expected);
            }
            assertPeopleRead(world, neighbours);
        }
    }

    private static void assertReads(ToyService service) {
        Table<Plan> plans = service.partitions.get(home(BOMB)).table(Topic.PLAN, Plan.class);
        assertThat(plans.get(BOMB))
                .isInstanceOfSatisfying(
                        Entry.Unreadable.class,
                        entry -> assertThat(entry.reason())
                                .startsWith("TOO_LARGE: a record has 31457")
                                .endsWith("bytes after decompression; the limit is 13631488"));
        service.partitions.forEach((number, partition) -> {
            assertThat(partition.table(Topic.PLAN, Plan.class).get(STRAY)).isNull();
            assertThat(partition.table(Topic.PLAN, Plan.class).keys()).noneMatch(key -> key.length() > 4_096);
        });
        assertThat(service.partitions
                        .get(home(STATE))
                        .table(Topic.INVENTORY, Inventory.class)
                        .get(STATE))
                .isInstanceOf(Entry.Unreadable.class);
    }

    /** The command line reads whole tables and whole streams. */
    private static void assertPeopleRead(World world, List<String> neighbours) {
        KafkaSettings kafka = KafkaSettings.at(world.servers());
        try (TableReader<Plan> reader = new TableReader<>(kafka, Topic.PLAN, Plan.class)) {
            Table<Plan> plans = reader.load(LIMIT);
            assertThat(plans.keys()).containsAll(neighbours).contains(BOMB).doesNotContain(STRAY, "");
            assertThat(plans.get(BOMB)).isInstanceOf(Entry.Present.class);
        }
        try (EventReader reader = new EventReader(kafka, List.of(Topic.PLAN))) {
            assertThat(reader.readAll(LIMIT))
                    .extracting(event -> event.received().key())
                    .containsAll(neighbours)
                    .doesNotContain(STRAY, STATE);
        }
    }

    private static void send(World world, String codec, Set<String> expected) throws Exception {
        byte[] plan = CloudEventCodec.data(plan(STRAY));
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                world.servers(),
                "compression.type",
                codec,
                "linger.ms",
                50,
                "max.request.size",
                64 << 20,
                "buffer.memory",
                128 << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            if (!codec.equals("none")) {
                ProducerRecord<byte[], byte[]> bomb = record(Topic.PLAN, home(BOMB), BOMB, new byte[30 << 20]);
                expected.add(place(producer, bomb) + " TOO_LARGE");
            }
            ProducerRecord<byte[], byte[]> nothing = record(Topic.INVENTORY, home(STATE), STATE, utf8("null"));
            headers(Fact.of(EventType.INVENTORY_CHANGED, STATE, Samples.inventory(1), now()), nothing);
            nothing.headers().add("keelstream-last-sequences", utf8("9".repeat(40) + " a b\n x y\n٣ a b"));
            expected.add(place(producer, nothing) + " MALFORMED_DATA");

            ProducerRecord<byte[], byte[]> stray =
                    record(Topic.PLAN, (home(STRAY) + 1) % World.PARTITIONS, STRAY, plan);
            headers(plan(STRAY), stray);
            expected.add(place(producer, stray) + " WRONG_PARTITION");

            ProducerRecord<byte[], byte[]> longest = record(Topic.PLAN, 0, "k".repeat(2 << 20), plan);
            expected.add(place(producer, longest) + " TOO_LARGE");

            ProducerRecord<byte[], byte[]> many = record(Topic.PLAN, home(STATE), STATE, plan);
            for (int i = 0; i < 100_000; i++) {
                many.headers().add("", new byte[0]);
            }
            expected.add(place(producer, many) + " TOO_LARGE");

            ProducerRecord<byte[], byte[]> deep = record(Topic.PLAN, home(STATE), STATE, utf8("[".repeat(1 << 20)));
            headers(plan(STATE), deep);
            expected.add(place(producer, deep) + " MALFORMED_DATA");
        }
    }

    /** Sends a record; {@code topic partition offset} of where it is. */
    private static String place(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
            throws Exception {
        Future<RecordMetadata> sent = producer.send(record);
        RecordMetadata at = sent.get();
        return at.topic() + " " + at.partition() + " " + at.offset();
    }

    /** {@code topic partition offset reason} of what was put aside; each once. */
    private static Set<String> letters(World world) {
        List<String> letters = world.read(Topic.deadLetters("applier")).stream()
                .map(letter -> header(letter, "topic") + " " + header(letter, "partition") + " "
                        + header(letter, "offset") + " " + header(letter, "reason"))
                .toList();
        assertThat(letters).doesNotHaveDuplicates();
        return new TreeSet<>(letters);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return CloudEventCodec.text(letter, "keelstream-dlt-" + name);
    }

    private static ProducerRecord<byte[], byte[]> record(Topic topic, int partition, String key, byte[] value) {
        return new ProducerRecord<>(topic.topicName(), partition, utf8(key), value);
    }

    private static void headers(Fact fact, ProducerRecord<byte[], byte[]> record) {
        CloudEventCodec.headers(fact, "/keelstream/test/hostile", 1).forEach(record.headers()::add);
    }

    private static Fact plan(String target) {
        return Fact.of(EventType.PLAN_CHANGED, target, Samples.plan(1), now());
    }

    private static EventContext now() {
        return EventContext.at(Instant.now());
    }

    private static int home(String target) {
        return Partitions.of(target, World.PARTITIONS);
    }

    private static void awaitEvents(World world, List<String> targets, long number) {
        world.flush();
        await().atMost(LIMIT).until(() -> world.events().least(targets) >= number);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
