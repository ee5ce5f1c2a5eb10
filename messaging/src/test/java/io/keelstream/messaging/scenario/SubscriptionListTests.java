package io.keelstream.messaging.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.StartRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of a service with different subscription lists never work on one installation at the same time. */
class SubscriptionListTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final ServiceInputs OLD =
            new ServiceInputs("applier", "test", List.of(Topic.PLAN, Topic.INVENTORY), List.of(), List.of("applier"));
    private static final ServiceInputs NEW = new ServiceInputs(
            "applier",
            "test",
            List.of(Topic.PLAN, Topic.INVENTORY, Topic.RUNNING, Topic.DECISION),
            List.of(),
            List.of("applier.v2", "applier"));

    @TempDir
    Path folder;

    @Test
    void newListStartsOnceTheOldOneHasStoppedAndGoesOnWhereItWas() {
        List<String> targets = World.targets("list", 6);
        try (World world = new World(folder)) {
            // Given
            ToyService old = new ToyService(world.servers(), OLD, line -> {}).start();
            await().atMost(LIMIT).until(() -> old.runner.ready() && old.partitions.size() == World.PARTITIONS);
            targets.forEach(target -> world.plan(target, 2));
            await().atMost(LIMIT).until(() -> world.events().least(targets) >= 2);

            // When
            ToyService refused = new ToyService(world.servers(), NEW, line -> {});

            // Then
            assertThatThrownBy(refused::start)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining(
                            "group applier still has 1 members: an older version of applier runs; stop all"
                                    + " its instances");
            assertThat(old.runner.problems()).isEmpty();

            // When
            old.close();
            try (ToyService successor = new ToyService(world.servers(), NEW, line -> {})) {
                successor.start();
                targets.forEach(target -> world.plan(target, 4));

                // Then
                await().atMost(LIMIT).until(() -> world.events().least(targets) >= 4);
                assertThat(successor.partitions).hasSize(World.PARTITIONS);
            }
        }
    }
}
