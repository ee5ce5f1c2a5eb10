package io.keelstream.e2e.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.deploy.PrometheusFile;
import io.keelstream.e2e.deploy.PrometheusFile.Exporter;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.Verb;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.messaging.topic.Topics;
import io.keelstream.testing.process.Ports;
import io.keelstream.testing.tls.Certificates;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each service is its own jar and process. The git-watcher comes to the broker in the open, planner and drift-detector with
 * a password over TLS, the applier with a certificate; each has exactly the rights that {@code provision} grants.
 */
@AnyCluster
class ApartTests {

    private static final AclBindingFilter GROUP_OF_DETECTOR = new AclBindingFilter(
            new ResourcePatternFilter(ResourceType.GROUP, "drift-detector", PatternType.LITERAL),
            AccessControlEntryFilter.ANY);

    @TempDir
    static Path folder;

    static TestCluster cluster;
    static LiveCluster live;
    static InfraRepository repository;
    static Certificates certificates;
    static SecuredBroker broker;
    static Path adminFile;
    static Services services;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start();
        live = LiveCluster.open(cluster.kubeconfig());
        repository = InfraRepository.create(folder);
        certificates = Certificates.create(folder.resolve("certificates"))
                .issue("applier")
                .issue("stranger");
        broker = SecuredBroker.start(
                folder.resolve("broker"),
                certificates,
                List.of("admin", "planner", "drift-detector", "canary-analyzer"));
        adminFile = broker.adminFile(folder.resolve("admin.properties"));
        assertThat(provision()).contains("topic keelstream.desired.v1: created", "account planner: ");
        services = Services.packed(folder, broker.open(), repository, cluster::access);
    }

    @AfterAll
    static void stop() {
        services.close();
        broker.close();
        repository.close();
        live.close();
        cluster.close();
    }

    @Test
    void pushGoesThroughFourProcesses() throws Exception {
        // Given
        String commit = repository
                .write("shop/keelstream.yaml", Manifests.application("shop"))
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:1"))
                .write("shop/settings.yaml", Manifests.configMap("settings", "a"))
                .push("Start");
        try (ServiceProcess gitWatcher = gitWatcher();
                ServiceProcess planner = planner(SecuredBroker.password("planner"));
                ServiceProcess applier = applier("applier");
                ServiceProcess driftDetector = driftDetector()) {
            List<ServiceProcess> all = List.of(gitWatcher, planner, applier, driftDetector);

            // When
            all.forEach(ServiceProcess::awaitReady);
            DeploymentFinished finished = awaitHealthy("production/shop", commit);

            // Then
            assertThat(live.exists("Deployment.apps/shop/shop")).isTrue();
            assertThat(live.exists("ConfigMap/shop/settings")).isTrue();
            Deployments.assertReportedOnce(events());
            assertThat(applier.printed().lines().filter(line -> line.contains("Deployment finished")))
                    .singleElement()
                    .asString()
                    .contains(
                            "\"keelstream\":{\"target\":\"production/shop\"",
                            "\"commit\":\"" + commit + "\"",
                            "\"deployment\":\"" + finished.deployment().deploymentId() + "\"",
                            "\"service\":{\"name\":\"applier\"");
            Set<String> metrics = new TreeSet<>();
            for (ServiceProcess each : all) {
                assertThat(each.get("/livez").statusCode()).isEqualTo(200);
                metrics.addAll(PrometheusFile.exported(each.get("/metrics").body()));
            }
            assertThat(metrics)
                    .as("what alerts and dashboards ask for")
                    .hasSizeGreaterThan(50)
                    .containsAll(PrometheusFile.metrics(Exporter.OTHERS));
            for (ServiceProcess each : all) {
                assertThat(each.stop()).isLessThan(Duration.ofSeconds(25));
                assertThat(each.exitCode()).isEqualTo(143);
                assertThat(each.printed()).contains("Service stopped").doesNotContain("\"level\":\"ERROR\"");
            }
        }
    }

    @Test
    void canaryAnalyzerReportsThatItHoldsWhileItsSourceIsAway() throws Exception {
        try (ServiceProcess analyzer = canaryAnalyzer()) {
            // Given
            analyzer.awaitReady();

            // When
            Gate.ask(broker.admin(), "production/gated");

            // Then
            Awaitility.await("the analysis is reported; logs in " + folder)
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(events(Topic.CANARY))
                            .extracting(event -> event.type().name())
                            .startsWith("ANALYSIS_STARTED", "ANALYSIS_MEASURED"));
            assertThat(analyzer.get("/livez").statusCode()).isEqualTo(200);
            String metrics = analyzer.get("/metrics").body();
            assertThat(metrics).contains("keelstream_analyses_holding 1");
            assertThat(PrometheusFile.exported(metrics))
                    .as("what alerts and dashboards ask for")
                    .containsAll(PrometheusFile.metrics(Exporter.CANARY_ANALYZER));
            assertThat(analyzer.stop()).isLessThan(Duration.ofSeconds(25));
            assertThat(analyzer.exitCode()).isEqualTo(143);
            assertThat(analyzer.printed().lines().filter(line -> line.contains("Analysis started")))
                    .singleElement()
                    .asString()
                    .contains("\"target\":\"production/gated\"", "\"service\":{\"name\":\"canary-analyzer\"");
        }
    }

    @Test
    void serviceWhoseConsumerDiedAsksForARestart() throws Exception {
        // Given
        try (ServiceProcess driftDetector = driftDetector();
                Admin admin = Admin.create(broker.admin().clientProperties())) {
            driftDetector.awaitReady();

            // When
            admin.deleteAcls(List.of(GROUP_OF_DETECTOR)).all().get();

            // Then
            Awaitility.await("liveness is red")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(driftDetector.get("/livez"))
                            .returns(503, HttpResponse::statusCode)
                            .extracting(HttpResponse::body)
                            .asString()
                            .contains("drift-detector's consumer ended: AUTH"));
        } finally {
            assertThat(provision()).contains("account drift-detector: 3 rights granted");
        }
    }

    @Test
    void wrongPasswordIsReportedWithBrokerAndUser() throws Exception {
        try (ServiceProcess planner = planner("guessed")) {
            assertThat(planner.exitCode()).isEqualTo(1);
            assertThat(planner.printed())
                    .contains("Kafka at " + broker.scram() + " does not let 'planner' in", "check the password")
                    .doesNotContain("guessed", "\\tat ");
        }
    }

    @Test
    void accountWithoutRightsIsToldEachMissingOne() throws Exception {
        try (ServiceProcess applier = applier("stranger")) {
            assertThat(applier.exitCode()).isEqualTo(1);
            assertThat(applier.printed())
                    .contains(
                            "'CN=stranger' may not DESCRIBE topic keelstream.inventory.v1: grant it",
                            "'CN=stranger' may not READ group applier",
                            "'CN=stranger' may not WRITE transactional id keelstream-acme-applier-0");
        }
    }

    @Test
    void brokerHasTheSettingsThatTheContractNames() throws Exception {
        List<ConfigResource> resources = List.of(Topic.values()).stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()))
                .toList();
        try (Admin admin = Admin.create(broker.admin().clientProperties())) {
            Map<ConfigResource, Config> found =
                    admin.describeConfigs(resources).all().get();
            for (Topic topic : Topic.values()) {
                Config config = found.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()));
                Map<String, String> now = new HashMap<>();
                Topics.settings(topic)
                        .keySet()
                        .forEach(name -> now.put(name, config.get(name).value()));
                assertThat(now).isEqualTo(Topics.settings(topic));
            }
        }
    }

    @Test
    void provisioningAgainFindsNothingToDo() {
        assertThat(provision().strip()).isEqualTo("nothing was missing");
    }

    @Test
    void provisioningReturnsWhenTheBrokerEnforcesTheRights() throws Exception {
        // Given
        Map<Account, String> accounts = Map.of(Account.PLANNER, "User:late");
        try (Admin late = new LateBroker(broker.admin().clientProperties(), 3)) {

            // When
            new Provisioning(late).rights("acme", accounts);

            // Then
            assertThat(new Provisioning(late).rights("acme", accounts).report())
                    .isEqualTo(new Provisioning.Report(List.of(), List.of()));
        }
    }

    private static String provision() {
        return Verb.run(
                        "provision",
                        "--kafka=" + broker.scram(),
                        "--kafka-config=" + adminFile,
                        "--installation=acme",
                        "--partitions=3",
                        "--replication=1",
                        "--principal=git-watcher=User:ANONYMOUS")
                .said();
    }

    private static ServiceProcess gitWatcher() throws Exception {
        return services.start("git-watcher");
    }

    private static ServiceProcess planner(String password) throws Exception {
        return services.start("planner", byPassword("planner", password));
    }

    private static ServiceProcess driftDetector() throws Exception {
        return services.start("drift-detector", byPassword("drift-detector", SecuredBroker.password("drift-detector")));
    }

    private static ServiceProcess canaryAnalyzer() throws Exception {
        Map<String, String> all = byPassword("canary-analyzer", SecuredBroker.password("canary-analyzer"));
        all.put("keelstream.metrics.sources[0].url", "http://127.0.0.1:" + Ports.free());
        return services.start("canary-analyzer", all);
    }

    private static ServiceProcess applier(String certificate) throws Exception {
        Map<String, String> all = trusting(broker.mutual(), "SSL");
        String pem = "spring.ssl.bundle.pem.kafka.keystore.";
        all.put(pem + "certificate", "file:" + certificates.certificate(certificate));
        all.put(pem + "private-key", "file:" + certificates.key(certificate));
        return services.start("applier", all);
    }

    private static Map<String, String> byPassword(String user, String password) {
        Map<String, String> all = trusting(broker.scram(), "SASL_SSL");
        all.put("spring.kafka.properties.sasl.mechanism", "SCRAM-SHA-512");
        all.put("spring.kafka.properties.sasl.jaas.config", SecuredBroker.jaas(user, password));
        return all;
    }

    private static Map<String, String> trusting(String servers, String protocol) {
        Map<String, String> all = new HashMap<>();
        all.put("spring.kafka.bootstrap-servers", servers);
        all.put("spring.kafka.security.protocol", protocol);
        all.put("spring.kafka.ssl.bundle", "kafka");
        all.put("spring.ssl.bundle.pem.kafka.truststore.certificate", "file:" + certificates.authority());
        return all;
    }

    private static DeploymentFinished awaitHealthy(String target, String commit) {
        List<DeploymentFinished> found = new ArrayList<>();
        Awaitility.await(target + " is healthy at " + commit + "; logs in " + folder)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    events().stream()
                            .map(event -> event.received().payload())
                            .filter(DeploymentFinished.class::isInstance)
                            .map(DeploymentFinished.class::cast)
                            .filter(end -> end.deployment().revision().commit().equals(commit))
                            .filter(end -> end.outcome() == Outcome.HEALTHY)
                            .forEach(found::add);
                    return !found.isEmpty();
                });
        return Objects.requireNonNull(found.getFirst());
    }

    private static List<ReadEvent> events() {
        return events(Topic.DEPLOYMENT);
    }

    private static List<ReadEvent> events(Topic stream) {
        try (EventReader reader = new EventReader(broker.admin(), List.of(stream))) {
            return reader.readAll(Duration.ofSeconds(30));
        }
    }
}
