package io.keelstream.e2e.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.kafka.BrokerProcess;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two and three instances of each service share 500 applications that change all the time, while instances are stopped,
 * killed, added, and halted for longer than Kafka waits for them.
 */
@AnyCluster
class InstancesTests {

    private static final int APPLICATIONS = 500;
    private static final int PER_COMMIT = 6;
    private static final Duration PACE = Duration.ofSeconds(1);
    /** Longer than a request (30 s), a transaction (10 s) and a session (3 s) last. */
    private static final Duration HALT = Duration.ofSeconds(35);

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long SEED = 20_260_101;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private TestCluster cluster;
    private InfraRepository repository;
    private BrokerProcess broker;
    private LiveCluster live;
    private Services services;

    @BeforeEach
    void start() throws Exception {
        cluster = TestCluster.start();
        live = LiveCluster.open(cluster.kubeconfig());
        repository = InfraRepository.create(folder);
        broker = new BrokerProcess(folder.resolve("broker"));
        services = Services.on(folder, broker.servers(), repository, cluster::access);
    }

    @AfterEach
    void stop() {
        services.close();
        broker.close();
        repository.close();
        live.close();
        cluster.close();
    }

    @Test
    void nothingIsLostDoubledContradictedOrTurnedBackWhileInstancesComeAndGo() throws Exception {
        // Given
        Pushes pushes = Pushes.begin(repository, APPLICATIONS, SEED);
        List<ServiceProcess> first = startOneOfEach();
        List<ServiceProcess> second = startOneOfEach();
        first.forEach(ServiceProcess::awaitReady);
        second.forEach(ServiceProcess::awaitReady);
        ValueHistory history = new ValueHistory();
        try (Watch _ = watch(history)) {
            awaitEverywhere(pushes, history);

            // When
            for (ServiceProcess each : first) {
                push(pushes, 2);
                assertThat(each.stop()).isLessThan(Duration.ofSeconds(25));
                push(pushes, 2);
            }
            first = startOneOfEach();
            push(pushes, 3);
            for (ServiceProcess each : second) {
                push(pushes, 2);
                each.kill();
                push(pushes, 2);
            }
            first.forEach(ServiceProcess::awaitReady);
            second = startOneOfEach();
            List<ServiceProcess> third = startOneOfEach();
            push(pushes, 5);
            second.forEach(ServiceProcess::awaitReady);
            third.forEach(ServiceProcess::awaitReady);
            third.forEach(ServiceProcess::pause);
            push(pushes, Math.toIntExact(HALT.dividedBy(PACE)));
            third.forEach(ServiceProcess::resume);
            push(pushes, 5);

            // Then
            awaitEverywhere(pushes, history);
            history.assertNeverWentBack();
            third.forEach(ServiceProcess::awaitReady);
        }
        assertReported(pushes);
    }

    private List<ServiceProcess> startOneOfEach() throws Exception {
        List<ServiceProcess> started = new ArrayList<>();
        for (String service : Services.ALL) {
            started.add(services.start(service));
        }
        return started;
    }

    private static void push(Pushes pushes, int commits) throws Exception {
        for (int i = 0; i < commits; i++) {
            pushes.next(PER_COMMIT);
            Thread.sleep(PACE);
        }
    }

    private Watch watch(ValueHistory history) {
        var configMaps = live.client().discovery().find("v1", "ConfigMap").orThrow();
        return live.client().watch(new WatchRequest(configMaps, "fleet", "", false), history);
    }

    /** Waits until every application has the value of the last commit to it, and its deployment has ended. */
    private void awaitEverywhere(Pushes pushes, ValueHistory history) {
        Awaitility.await("every application is as it was pushed last; logs in " + folder)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(history.last()).containsAllEntriesOf(pushes.wanted()));
        Awaitility.await("every deployment has ended; logs in " + folder)
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Map<String, DeploymentFinished> ends = new HashMap<>();
                    for (ReadEvent event : events()) {
                        if (event.received().payload() instanceof DeploymentFinished end) {
                            ends.put(event.received().key(), end);
                        }
                    }
                    pushes.wanted()
                            .forEach((name, number) -> assertThat(ends.get("production/" + name))
                                    .as("last end of %s, pushed last by commit %s", name, number)
                                    .isNotNull()
                                    .returns(Outcome.HEALTHY, DeploymentFinished::outcome)
                                    .satisfies(end -> assertThat(place(pushes, end.deployment()))
                                            .as("that commit, or a later one if the watcher saw both at once")
                                            .isGreaterThanOrEqualTo(number)));
                });
    }

    private void assertReported(Pushes pushes) {
        List<ReadEvent> events = events();
        Deployments.assertReportedOnce(events);
        Deployments.assertOneAtATime(events);
        Deployments.assertNoneMissing(events);
        Deployments.assertInOrder(events, pushes.commits());
    }

    private static int place(Pushes pushes, DeploymentSubject deployment) {
        return pushes.commits().indexOf(deployment.revision().commit());
    }

    private List<ReadEvent> events() {
        try (EventReader reader = new EventReader(KafkaSettings.at(broker.servers()), List.of(Topic.DEPLOYMENT))) {
            return reader.readAll(Duration.ofSeconds(30));
        }
    }
}
