package io.keelstream.e2e.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.drift.DriftChanged;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.drift.DriftResolved;
import io.keelstream.contracts.drift.DriftResolved.Cause;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.e2e.system.Verb;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift through the whole system: found, told, put back, told again. */
@EachCluster
@Essential
class DriftTests {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String SHOP = "production/shop";
    private static final String SETTINGS = "ConfigMap/shop/settings";

    @TempDir
    Path folder;

    private TestCluster cluster;
    private ClusterClient client;
    private InfraRepository repository;

    @BeforeEach
    void start() throws Exception {
        cluster = TestCluster.start();
        cluster.grantKinds("drift.example.com");
        client = Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry());
        repository = InfraRepository.create(folder);
    }

    @AfterEach
    void stop() {
        repository.close();
        client.close();
        cluster.close();
    }

    @Test
    void aChangeByHandIsToldPutBackAndToldAgain() throws Exception {
        // Given
        String commit = shop();
        try (RunningKeelstream system = up()) {
            Deployments.await(system, SHOP, commit, Outcome.HEALTHY);

            // When
            set(SETTINGS, "kubectl-edit", "changed");
            await("it is put back")
                    .untilAsserted(() -> assertThat(value(SETTINGS)).isEqualTo("a"));
            await("the end is told")
                    .until(() -> !told(system, DriftResolved.class).isEmpty());

            // Then
            DriftDetected detected = told(system, DriftDetected.class).getFirst();
            assertThat(detected.objects()).singleElement().satisfies(object -> {
                assertThat(object.reference()).isEqualTo(SETTINGS);
                assertThat(object.fields().getFirst().path()).isEqualTo("/data/value");
                assertThat(object.fields().getFirst().manager()).isEqualTo("kubectl-edit");
                assertThat(object.fields().getFirst().live()).isNull();
            });
            assertThat(told(system, DriftResolved.class).getFirst().objects())
                    .singleElement()
                    .satisfies(end -> assertThat(end.cause()).isEqualTo(Cause.CORRECTED));
            DeploymentFinished correction = Deployments.finished(system, SHOP).getLast();
            assertThat(correction.deployment().trigger()).isEqualTo(Trigger.DRIFT);
            assertThat(correction.correctedDrift()).isTrue();
            assertThat(correction.changes().updated()).isEqualTo(1);
            assertThat(correction.changes().unchanged()).isEqualTo(1);
            Deployments.assertToldOnce(system.events());
            assertThat(system.printed())
                    .contains("drift.detected  production/shop")
                    .contains("drift.resolved");
        }
    }

    @Test
    void aDeletedObjectComesBack() throws Exception {
        // Given
        String commit = shop();
        try (RunningKeelstream system = up()) {
            Deployments.await(system, SHOP, commit, Outcome.HEALTHY);

            // When
            client.delete(ObjectReference.parse("Deployment.apps/shop/shop"), null, false, false)
                    .orThrow();

            // Then
            await("it is made again")
                    .until(() -> told(system, DriftResolved.class).stream()
                            .anyMatch(end -> end.objects().getFirst().cause() == Cause.CORRECTED));
            assertThat(client.get(ObjectReference.parse("Deployment.apps/shop/shop")))
                    .isInstanceOf(ApiResult.Ok.class);
        }
    }

    @Test
    void whatIsOnlyReportedStaysAndACommitAcceptsIt() throws Exception {
        // Given
        repository
                .write("shop/keelstream.yaml", Manifests.application("shop", "drift: report"))
                .write("shop/settings.yaml", Manifests.configMap("settings", "a"));
        String first = repository.push("Start");
        try (RunningKeelstream system = up()) {
            Deployments.await(system, SHOP, first, Outcome.HEALTHY);
            set(SETTINGS, "kubectl-edit", "b");
            await("it is told").until(() -> !told(system, DriftDetected.class).isEmpty());
            String table = drift(system);

            // When
            repository
                    .write("shop/settings.yaml", Manifests.configMap("settings", "b"))
                    .push("Accept the change");
            await("the end is told")
                    .until(() -> !told(system, DriftResolved.class).isEmpty());

            // Then
            assertThat(table)
                    .contains(SHOP, SETTINGS, "/data/value", "kubectl-edit", "Update", "reports")
                    .contains("To accept a change, commit it");
            assertThat(told(system, DriftResolved.class)
                            .getFirst()
                            .objects()
                            .getFirst()
                            .cause())
                    .isEqualTo(Cause.ACCEPTED);
            assertThat(Deployments.finished(system, SHOP))
                    .noneMatch(each -> each.deployment().trigger() == Trigger.DRIFT);
            assertThat(drift(system)).contains("nothing has drifted");
        }
    }

    @Test
    void aFightIsGivenUpAndNamesTheOther() throws Exception {
        // Given
        String commit = shop();
        try (RunningKeelstream system = up();
                Fighter fighter = new Fighter()) {
            Deployments.await(system, SHOP, commit, Outcome.HEALTHY);

            // When
            fighter.start();
            await("it is contested").until(() -> contested(system).findAny().isPresent());
            int fights = corrections(system);
            fighter.awaitOneMore();

            // Then
            DriftedObject contested = contested(system).findFirst().orElseThrow();
            assertThat(contested.fields().getFirst().manager()).isEqualTo("fighter");
            assertThat(contested.notBefore()).isAfter(contested.reportedAt().plusSeconds(50));
            assertThat(fights).isBetween(3, 5);
            assertThat(corrections(system)).isEqualTo(fights);
            assertThat(drift(system)).contains("contested");
        }
    }

    @Test
    void whatHappenedWhileNothingRanIsFoundAtTheNextStart() throws Exception {
        // Given
        String commit = shop();
        Path state = folder.resolve("state");
        try (RunningKeelstream system = up()) {
            Deployments.await(system, SHOP, commit, Outcome.HEALTHY);
            system.kill();
        }
        set(SETTINGS, "night-shift", "changed");
        client.delete(ObjectReference.parse("Deployment.apps/shop/shop"), null, false, false)
                .orThrow();

        // When
        try (RunningKeelstream system = RunningKeelstream.up(state, repository.url(), cluster.access())) {
            // Then
            await("both are put back")
                    .until(() -> value(SETTINGS).equals("a")
                            && client.get(ObjectReference.parse("Deployment.apps/shop/shop")) instanceof ApiResult.Ok);
            assertThat(told(system, DriftDetected.class).stream().flatMap(each -> each.objects().stream()))
                    .extracting(DriftedObject::reference)
                    .containsExactlyInAnyOrder(SETTINGS, "Deployment.apps/shop/shop");
        }
    }

    @Test
    void anApiServerThatWasAwayLosesNothing() throws Exception {
        // Given
        String commit = shop();
        try (RunningKeelstream system = up()) {
            Deployments.await(system, SHOP, commit, Outcome.HEALTHY);

            // When
            cluster.stopApi();
            cluster.startApi();
            set(SETTINGS, "kubectl-edit", "changed");

            // Then
            await("it is put back")
                    .untilAsserted(() -> assertThat(value(SETTINGS)).isEqualTo("a"));
        }
    }

    @Test
    void aKindThatVanishesTakesItsObjectsAlongAndBothComeBack() throws Exception {
        // Given
        repository
                .write("shop/keelstream.yaml", Manifests.application("shop"))
                .write("shop/definition.yaml", """
                    apiVersion: apiextensions.k8s.io/v1
                    kind: CustomResourceDefinition
                    metadata: {name: widgets.drift.example.com}
                    spec:
                      group: drift.example.com
                      scope: Namespaced
                      names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}
                      versions:
                        - name: v1
                          served: true
                          storage: true
                          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                    """)
                .write(
                        "shop/widget.yaml",
                        "{apiVersion: drift.example.com/v1, kind: Widget, metadata: {name: one}, size: 3}");
        String commit = repository.push("Start");
        try (RunningKeelstream system = up()) {
            Deployments.await(system, SHOP, commit, Outcome.HEALTHY);

            // When
            client.delete(
                            ObjectReference.parse(
                                    "CustomResourceDefinition.apiextensions.k8s.io//widgets.drift.example.com"),
                            null,
                            false,
                            false)
                    .orThrow();

            // Then
            await("the widget drifts")
                    .until(() -> told(system, DriftDetected.class).stream()
                            .flatMap(each -> each.objects().stream())
                            .anyMatch(each -> each.reference().equals("Widget.drift.example.com/shop/one")));
            await("both are back")
                    .until(() -> drift(system).contains("nothing has drifted")
                            && client.get(ObjectReference.parse("Widget.drift.example.com/shop/one"))
                                    instanceof ApiResult.Ok);
        }
    }

    private String shop() throws Exception {
        return repository
                .write("shop/keelstream.yaml", Manifests.application("shop"))
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:1"))
                .write("shop/settings.yaml", Manifests.configMap("settings", "a"))
                .push("Start");
    }

    private RunningKeelstream up() throws Exception {
        return RunningKeelstream.up(folder.resolve("state"), repository.url(), cluster.access());
    }

    private void set(String reference, String manager, String value) {
        client.patch(
                        ObjectReference.parse(reference),
                        "application/merge-patch+json",
                        Map.of("data", Map.of("value", value)),
                        manager)
                .orThrow();
    }

    private String value(String reference) {
        Manifest live = client.get(ObjectReference.parse(reference)).orThrow();
        return String.valueOf(live.at("data", "value"));
    }

    /** What {@code keelstream drift} prints. */
    private static String drift(RunningKeelstream system) {
        Verb drift = Verb.run("drift", "--kafka", system.kafka().bootstrapServers());
        assertThat(drift.exit()).as(drift.said()).isZero();
        return drift.out();
    }

    private static <T> List<T> told(RunningKeelstream system, Class<T> type) {
        return system.events().stream()
                .map(event -> event.received().payload())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static Stream<DriftedObject> contested(RunningKeelstream system) {
        return Stream.concat(
                        told(system, DriftDetected.class).stream().flatMap(each -> each.objects().stream()),
                        told(system, DriftChanged.class).stream().flatMap(each -> each.objects().stream()))
                .filter(DriftedObject::contested);
    }

    private static int corrections(RunningKeelstream system) {
        return (int) Deployments.finished(system, SHOP).stream()
                .filter(each -> each.deployment().trigger() == Trigger.DRIFT)
                .count();
    }

    private static ConditionFactory await(String alias) {
        return Awaitility.await(alias).atMost(LIMIT).pollInterval(Duration.ofMillis(200));
    }

    /** Another controller that wants another value and writes it whenever it is not there. */
    private final class Fighter implements AutoCloseable {

        private final AtomicInteger looks = new AtomicInteger();
        private volatile boolean ended;

        void start() {
            Thread.ofVirtual().start(() -> {
                while (!ended) {
                    if (!value(SETTINGS).equals("mine")) {
                        set(SETTINGS, "fighter", "mine");
                    }
                    looks.incrementAndGet();
                    LockSupport.parkNanos(20_000_000);
                }
            });
        }

        /** Many more looks: time in which a correction would have come. */
        void awaitOneMore() {
            int now = looks.get();
            await("the fighter looks on").until(() -> looks.get() > now + 100);
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
