package io.keelstream.e2e.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.ControlGroup;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.e2e.system.Verb;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.messaging.table.ReadEvent;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.messaging.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, three copies of everything, and brokers that die or stall while commits are pushed. */
@AnyCluster
class ReplicatedKafkaTests {

    private static final List<String> APPLICATIONS = List.of("cart", "mail", "shop");
    private static final int PARTITIONS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Shorter than a broker's session (4 s) and than what a copy may lag (3 s). */
    private static final Duration PULSE = Duration.ofMillis(1500);

    /** Longer than both. */
    private static final Duration STALL = Duration.ofSeconds(7);

    /** In a second. */
    private static final int SLOW_WRITES = 100;

    @TempDir
    static Path folder;

    static KafkaCluster kafka;
    static TestCluster cluster;
    static LiveCluster live;
    static InfraRepository repository;
    static RunningKeelstream system;
    static HttpClient http;

    static final CopyOnWriteArrayList<String> commits = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        kafka = KafkaCluster.start(folder.resolve("kafka"));
        assertThat(provision("--replication=3")).contains("topic keelstream.plan.v1: created");
        cluster = TestCluster.start();
        live = LiveCluster.open(cluster.kubeconfig());
        repository = InfraRepository.create(folder);
        for (String name : APPLICATIONS) {
            repository
                    .write(name + "/keelstream.yaml", Manifests.application(name))
                    .write(
                            name + "/deployment.yaml",
                            Manifests.deployment(name, "shop:broken", "keelstream.io/pretend: stuck"));
        }
        system = RunningKeelstream.up(
                folder.resolve("state"), repository.url(), cluster.access(), "--kafka", kafka.servers());
        http = HttpClient.newHttpClient();
        takeOver(repository.push("Break them all"));
    }

    /** One deployment of each application is taken over in any case, whether or not that happens in a test as well. */
    private static void takeOver(String broken) throws Exception {
        for (String name : APPLICATIONS) {
            await("the broken image of " + name)
                    .atMost(LIMIT)
                    .until(() -> live.exists("Deployment.apps/" + name + "/" + name));
            repository.write(name + "/deployment.yaml", Manifests.deployment(name, "shop:1"));
        }
        String corrected = repository.push("Correct them all");
        for (String name : APPLICATIONS) {
            Deployments.await(system, "production/" + name, broken, Outcome.SUPERSEDED);
            Deployments.await(system, "production/" + name, corrected, Outcome.HEALTHY);
        }
    }

    @AfterAll
    static void stop() {
        http.close();
        system.close();
        repository.close();
        live.close();
        cluster.close();
        kafka.close();
    }

    @Test
    void deathOfALeaderHoldsNothingUp() throws Exception {
        // Given
        int leader = kafka.leader(Topic.PLAN.topicName(), Partitions.of("production/shop", PARTITIONS));
        try (RepeatedPushes pushing = pushing()) {
            awaitProgress(pushing.pushed(2));

            // When
            kafka.node(leader).kill();

            // Then
            awaitProgress(pushing.pushed(5));
        } finally {
            kafka.startAll();
        }
        endsWell();
    }

    @Test
    void withoutAMajorityNothingIsWrittenAndAfterItsReturnEverythingGoesOn() throws Exception {
        // Given
        try (RepeatedPushes pushing = pushing()) {
            awaitProgress(pushing.pushed(2));

            // When
            kafka.node(0).kill();
            kafka.node(1).kill();

            // Then
            await("the probe reports it").atMost(LIMIT).untilAsserted(() -> {
                assertThat(get("/readyz").statusCode()).isEqualTo(503);
                assertThat(get("/readyz").body()).contains("waits for Kafka to commit records of partitions");
            });
            List<String> before = values();
            pushing.pushed(5);
            assertThat(values()).isEqualTo(before);
            assertThat(get("/livez").statusCode()).isEqualTo(200);
            assertThat(folder.resolve("state").resolve("keelstream.log"))
                    .content()
                    .contains("Kafka is not usable");
        } finally {
            kafka.startAll();
        }
        endsWell();
    }

    @Test
    void allBrokersMayDieAndComeBack() throws Exception {
        // Given
        try (RepeatedPushes pushing = pushing()) {
            awaitProgress(pushing.pushed(2));

            // When
            for (int id = 0; id < kafka.size(); id++) {
                kafka.node(id).kill();
            }
            pushing.pushed(3);
            kafka.startAll();

            // Then
            awaitProgress(pushing.pushed(1));
        }
        endsWell();
    }

    /** Each record is forced to the disk before it counts, and the leader's disk does a few writes in a second. */
    @Test
    void brokerWithASlowDiskLosesNothing() throws Exception {
        // Given
        assumeTrue(ControlGroup.whyNot().isEmpty(), () -> ControlGroup.whyNot().orElse(""));
        int slow = kafka.leader(Topic.PLAN.topicName(), Partitions.of("production/shop", PARTITIONS));
        forceEachRecord(AlterConfigOp.OpType.SET);
        try (RepeatedPushes pushing = pushing()) {
            awaitProgress(pushing.pushed(2));

            // When
            try (ControlGroup _ = kafka.node(slow).slowDisk(SLOW_WRITES)) {
                // Then
                awaitProgress(pushing.pushed(5));
            }
        } finally {
            forceEachRecord(AlterConfigOp.OpType.DELETE);
        }
        endsWell();
    }

    private static void forceEachRecord(AlterConfigOp.OpType operation) throws Exception {
        ConfigResource everyBroker = new ConfigResource(ConfigResource.Type.BROKER, "");
        AlterConfigOp force = new AlterConfigOp(new ConfigEntry("log.flush.interval.messages", "1"), operation);
        try (Admin admin = Admin.create(kafka.settings().clientProperties())) {
            admin.incrementalAlterConfigs(Map.of(everyBroker, List.of(force)))
                    .all()
                    .get();
        }
    }

    /**
     * A disk that stalls: the broker keeps its connections and its place in the cluster, and appends and copies nothing for
     * seconds at a time. SIGSTOP does that to any process; a real disk would hold up requests that write, this holds up all.
     * First in pulses that are over before anybody drops the broker, then long enough to drop it from the in-sync copies.
     */
    @Test
    void brokerWhoseDiskStallsHoldsUpItsOwnCommitsAlone() throws Exception {
        // Given
        int slow = kafka.leader(Topic.PLAN.topicName(), Partitions.of("production/shop", PARTITIONS));
        try (RepeatedPushes pushing = pushing()) {
            awaitProgress(pushing.pushed(2));

            // When
            for (Duration stall : List.of(PULSE, PULSE, PULSE, PULSE, STALL)) {
                kafka.node(slow).pause();
                Thread.sleep(stall);
                kafka.node(slow).resume();
                pushing.pushed(1);
            }

            // Then
            awaitProgress(pushing.pushed(1));
        }
        endsWell();
    }

    @Test
    void everyTopicHasTheSettingsOfTheContractAndTwoCopiesOfEachRecord() throws Exception {
        // Given
        Map<String, Map<String, String>> contract = new TreeMap<>();
        for (Topic topic : Topic.values()) {
            contract.put(topic.topicName(), new TreeMap<>(Topics.settings(topic)));
        }
        Arrays.stream(Account.values())
                .filter(Account::owns)
                .forEach(account ->
                        contract.put(Topic.deadLetters(account.service()), new TreeMap<>(Topics.deadLetterSettings())));
        contract.values().forEach(settings -> settings.put("min.insync.replicas", "2"));

        // When
        Map<String, Map<String, String>> found = new TreeMap<>();
        try (Admin admin = Admin.create(kafka.settings().clientProperties())) {
            List<ConfigResource> topics = contract.keySet().stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            admin.describeConfigs(topics).all().get().forEach((topic, config) -> {
                Map<String, String> settings = new TreeMap<>();
                contract.get(topic.name())
                        .keySet()
                        .forEach(name -> settings.put(name, config.get(name).value()));
                found.put(topic.name(), settings);
            });
        }

        // Then
        assertThat(found).isEqualTo(contract);
    }

    @Test
    void provisioningReportsWhatNeedsADecision() throws Exception {
        // Given
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.CANARY.topicName());
        try (Admin admin = Admin.create(kafka.settings().clientProperties())) {
            AlterConfigOp fewer = new AlterConfigOp(new ConfigEntry(Topics.MIN_IN_SYNC, "1"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(fewer))).all().get();
            assertThatThrownBy(() -> analyzer().start())
                    .hasMessageContaining("topic keelstream.canary.v1 has min.insync.replicas=1, needed is 2: run"
                            + " kafka-configs.sh --alter");

            // When
            String corrected = provision("--replication=3");

            // Then
            assertThat(corrected.strip()).isEqualTo("topic keelstream.canary.v1: min.insync.replicas set from 1 to 2");
            assertThat(provision("--replication=3").strip()).isEqualTo("nothing was missing");
            assertThat(provision("--replication=5"))
                    .contains("look at this: topic keelstream.plan.v1 has partitions with 3 copies, asked for are 5;"
                            + " add some with kafka-reassign-partitions.sh, then provision again");
        }
    }

    /** Each push in its turn, or taken over by a newer one; reported once; nothing older over anything newer. */
    private static void endsWell() throws Exception {
        String last = commits.getLast();
        awaitDeployed(last);
        assertThat(values()).containsOnly(String.valueOf(commits.size()));
        List<ReadEvent> events = system.events();
        Deployments.assertReportedOnce(events);
        Deployments.assertNoneMissing(events);
        Deployments.assertInOrder(events, commits);
        for (String name : APPLICATIONS) {
            assertThat(Deployments.finished(events, "production/" + name))
                    .extracting(DeploymentFinished::outcome)
                    .containsOnly(Outcome.HEALTHY, Outcome.SUPERSEDED);
        }
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(get("/livez").statusCode()).isEqualTo(200);
            assertThat(get("/readyz").statusCode()).as(() -> bodyOf("/readyz")).isEqualTo(200);
        });
        await().atMost(LIMIT).until(() -> kafka.inSync(Topic.PLAN.topicName()));
    }

    /** The commit, or a newer one, is healthy everywhere. */
    private static void awaitDeployed(String commit) {
        awaitEnd(commit, Set.of(Outcome.HEALTHY));
    }

    /** The same, but where pushes come faster than a busy machine deploys, each is taken over by the next. */
    private static void awaitProgress(String commit) {
        awaitEnd(commit, Set.of(Outcome.HEALTHY, Outcome.SUPERSEDED));
    }

    private static void awaitEnd(String commit, Set<Outcome> outcomes) {
        int least = commits.indexOf(commit);
        for (String name : APPLICATIONS) {
            await(name + " at " + commit)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(Deployments.finished(system, "production/" + name))
                            .as(system::printed)
                            .anyMatch(end -> outcomes.contains(end.outcome())
                                    && commits.indexOf(
                                                    end.deployment().revision().commit())
                                            >= least));
        }
    }

    private static ServiceRunner analyzer() {
        return new ServiceRunner(
                new ServiceInputs(
                        "canary-analyzer", "test", List.of(Topic.ANALYSIS), List.of(), List.of("canary-analyzer")),
                kafka.settings(),
                partition -> {
                    throw new IllegalStateException("never starts");
                },
                new SimpleMeterRegistry());
    }

    private static RepeatedPushes pushing() {
        return new RepeatedPushes(repository, APPLICATIONS, commits);
    }

    private static List<String> values() {
        return APPLICATIONS.stream()
                .map(name -> String.valueOf(
                        live.get("ConfigMap/" + name + "/settings").at("data", "value")))
                .toList();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(system.http() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String bodyOf(String path) {
        try {
            return get(path).body();
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static String provision(String replication) {
        return Verb.run("provision", "--kafka=" + kafka.servers(), "--partitions=" + PARTITIONS, replication)
                .said();
    }
}
