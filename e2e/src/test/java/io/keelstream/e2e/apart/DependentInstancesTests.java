package io.keelstream.e2e.apart;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.kafka.BrokerProcess;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets of different partitions wait for one another while planners are killed, and while others take their partitions over. */
@AnyCluster
class DependentInstancesTests {

    private static final List<String> CHAIN = List.of("database", "queue", "backend", "frontend", "portal");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private TestCluster cluster;
    private InfraRepository repository;
    private BrokerProcess broker;
    private Services services;

    @BeforeEach
    void start() throws Exception {
        cluster = TestCluster.start();
        repository = InfraRepository.create(folder);
        broker = new BrokerProcess(folder.resolve("broker"));
        services = Services.on(folder, broker.servers(), repository, cluster::access);
    }

    @AfterEach
    void stop() {
        services.close();
        broker.close();
        repository.close();
        cluster.close();
    }

    @Test
    void chainGoesOnWhilePlannersComeAndGo() throws Exception {
        // Given
        ServiceProcess killed = services.start("planner");
        List<ServiceProcess> others =
                List.of(services.start("planner"), services.start("git-watcher"), services.start("applier"));
        killed.awaitReady();
        others.forEach(ServiceProcess::awaitReady);
        try (var reader = new TableReader<>(KafkaSettings.at(broker.servers()), Topic.TARGET, TargetState.class)) {
            Table<TargetState> targets = reader.load(LIMIT);
            reader.follow(changed -> {});

            // When
            String first = push("web:1");
            awaitHealthy(targets, "queue", first);
            killed.kill();

            // Then
            awaitHealthy(targets, "portal", first);

            // When
            String second = push("web:2");
            ServiceProcess third = services.start("planner");

            // Then
            third.awaitReady();
            awaitHealthy(targets, "portal", second);
        }
    }

    private String push(String image) throws Exception {
        for (int i = 0; i < CHAIN.size(); i++) {
            String name = CHAIN.get(i);
            String file = i == 0
                    ? application(name)
                    : application(name, "dependsOn: [{application: " + CHAIN.get(i - 1) + "}]");
            repository.write(name + "/keelstream.yaml", file).write(name + "/web.yaml", deployment("web", image));
        }
        return repository.push("Release " + image);
    }

    private void awaitHealthy(Table<TargetState> targets, String name, String commit) {
        Awaitility.await(name + " is healthy at " + commit + "; logs in " + folder)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    TargetState state = state(targets, name);
                    assertThat(state).isNotNull();
                    Revision applied = state.applied();
                    assertThat(applied == null ? "nothing" : applied.commit())
                            .as("%s", state)
                            .isEqualTo(commit);
                    assertThat(state.health()).as("%s", state).isEqualTo("Healthy");
                });
    }

    private static @Nullable TargetState state(Table<TargetState> targets, String name) {
        return targets.get("production/" + name) instanceof Entry.Present<TargetState> present
                ? present.received().payload()
                : null;
    }
}
