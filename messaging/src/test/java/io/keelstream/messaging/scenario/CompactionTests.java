package io.keelstream.messaging.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker's cleaner leaves of the tables is the same state. Here it cleans at once. */
class CompactionTests {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String GONE = "gone/app";
    private static final int UPDATES = 12;

    /** Segments end after so long, and only segments that have ended are cleaned. */
    private static final Duration SEGMENT = Duration.ofMillis(500);

    @TempDir
    Path folder;

    @Test
    void serviceThatStartsAfterCompactionHasTheSameState() throws Exception {
        // Given
        try (World world = new World(folder)) {
            cleanAtOnce(world);
            List<String> targets = World.targets("kept", 6);
            Map<String, String> before;
            try (ToyService service = started(world)) {
                world.plan(GONE, 1);
                for (int number = 1; number <= UPDATES; number++) {
                    publish(world, targets, number);
                }
                remove(world, service);
                before = states(service);
                endSegments(world);
            }
            for (Topic table : List.of(Topic.PLAN, Topic.INVENTORY)) {
                await(table + " is compacted").atMost(LIMIT).untilAsserted(() -> {
                    Map<String, Integer> left = records(world, table);
                    assertThat(left).doesNotContainKey(GONE);
                    assertThat(left).containsAllEntriesOf(oneEach(targets));
                });
            }

            // When
            try (ToyService service = started(world)) {

                // Then
                assertThat(states(service)).containsAllEntriesOf(before).doesNotContainKey(GONE);
                publish(world, targets, UPDATES + 1);
                world.events().areEveryNumberOnce(targets, UPDATES + 1);
            }
        }
    }

    private static void publish(World world, List<String> targets, int number) {
        targets.forEach(target -> world.plan(target, number));
        world.flush();
        await().atMost(LIMIT).until(() -> world.events().least(targets) >= number);
    }

    private static void remove(World world, ToyService service) {
        await().atMost(LIMIT).until(() -> states(service).containsKey(GONE));
        int home = Partitions.of(GONE, World.PARTITIONS);
        world.write(Topic.PLAN, home, GONE.getBytes(StandardCharsets.UTF_8), null);
        service.partitions
                .get(home)
                .writer()
                .writeAndWait(
                        List.of(Fact.tombstone(EventType.INVENTORY_CHANGED, GONE, EventContext.at(Instant.now()))));
    }

    /** A record more in every partition, some time later, begins a new segment in it. */
    private static void endSegments(World world) throws InterruptedException {
        Thread.sleep(SEGMENT.plusMillis(200));
        List<String> others = World.targets("other", 30);
        others.forEach(target -> world.plan(target, 1));
        world.flush();
        await().atMost(LIMIT).until(() -> world.events().least(others) >= 1);
    }

    private static void cleanAtOnce(World world) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic table : List.of(Topic.PLAN, Topic.INVENTORY)) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, table.topicName()),
                    List.of(
                            set("min.compaction.lag.ms", "0"),
                            set("min.cleanable.dirty.ratio", "0"),
                            set("delete.retention.ms", "0"),
                            set("segment.ms", String.valueOf(SEGMENT.toMillis()))));
        }
        changes.put(new ConfigResource(ConfigResource.Type.BROKER, ""), List.of(set("log.cleaner.backoff.ms", "200")));
        try (Admin admin = Admin.create(KafkaSettings.at(world.servers()).clientProperties())) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static ToyService started(World world) {
        ToyService service = new ToyService(world.servers(), report -> {}).start();
        await().atMost(LIMIT).until(() -> service.partitions.size() == World.PARTITIONS && service.runner.ready());
        return service;
    }

    /** Id of each target's inventory record. */
    private static Map<String, String> states(ToyService service) {
        Map<String, String> states = new TreeMap<>();
        service.partitions
                .values()
                .forEach(partition -> partition
                        .table(Topic.INVENTORY, Inventory.class)
                        .entries()
                        .forEach(entry -> {
                            if (entry instanceof Entry.Present<Inventory> present) {
                                states.put(
                                        present.received().key(),
                                        present.received().id());
                            }
                        }));
        return states;
    }

    /** How many records with a value each key has in the topic; the last tombstone of all may stay as long as it likes. */
    private static Map<String, Integer> records(World world, Topic table) {
        Map<String, Integer> counts = new TreeMap<>();
        world.read(table.topicName()).stream()
                .filter(each -> each.value() != null)
                .forEach(each -> counts.merge(new String(each.key(), StandardCharsets.UTF_8), 1, Integer::sum));
        return counts;
    }

    private static Map<String, Integer> oneEach(List<String> targets) {
        Map<String, Integer> one = new TreeMap<>();
        targets.forEach(target -> one.put(target, 1));
        return one;
    }
}
