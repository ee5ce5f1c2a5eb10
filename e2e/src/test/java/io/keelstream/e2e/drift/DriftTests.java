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
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift through the whole system: found, reported, corrected, reported again. Each test has an application of its own. */
@EachCluster
@Essential
class DriftTests {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.in(folder);
        stage.cluster().grantKinds("drift.example.com");
        stage.up();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void manualChangeIsReportedCorrectedAndReportedAgain() throws Exception {
        // Given
        Application shop = deploy("edited", "");

        // When
        shop.set("kubectl-edit", "changed");
        await("it is corrected").untilAsserted(() -> assertThat(shop.value()).isEqualTo("a"));
        await("the end is reported")
                .until(() -> !shop.events(DriftResolved.class).isEmpty());

        // Then
        DriftDetected detected = shop.events(DriftDetected.class).getFirst();
        assertThat(detected.objects()).singleElement().satisfies(object -> {
            assertThat(object.reference()).isEqualTo(shop.settings());
            assertThat(object.fields().getFirst().path()).isEqualTo("/data/value");
            assertThat(object.fields().getFirst().manager()).isEqualTo("kubectl-edit");
            assertThat(object.fields().getFirst().live()).isNull();
        });
        assertThat(shop.events(DriftResolved.class).getFirst().objects())
                .singleElement()
                .satisfies(end -> assertThat(end.cause()).isEqualTo(Cause.CORRECTED));
        DeploymentFinished correction = shop.finished().getLast();
        assertThat(correction.deployment().trigger()).isEqualTo(Trigger.DRIFT);
        assertThat(correction.correctedDrift()).isTrue();
        assertThat(correction.changes().counts().updated()).isEqualTo(1);
        assertThat(correction.changes().counts().unchanged()).isEqualTo(1);
        Deployments.assertReportedOnce(stage.system().events());
        assertThat(stage.system().printed())
                .contains("drift.detected  " + shop.target())
                .contains("drift.resolved");
    }

    @Test
    void deletedObjectComesBack() throws Exception {
        // Given
        Application shop = deploy("deleted", "");

        // When
        stage.live().delete(shop.deployment());

        // Then
        await("it is made again")
                .until(() -> shop.events(DriftResolved.class).stream()
                        .anyMatch(end -> end.objects().getFirst().cause() == Cause.CORRECTED));
        assertThat(stage.live().exists(shop.deployment())).isTrue();
    }

    @Test
    void whatIsOnlyReportedStaysAndACommitAcceptsIt() throws Exception {
        // Given
        Application shop = deploy("reported", "drift: report");
        shop.set("kubectl-edit", "b");
        await("it is reported").until(() -> !shop.events(DriftDetected.class).isEmpty());
        String table = shop.drift();

        // When
        stage.repository()
                .write("reported/settings.yaml", Manifests.configMap("settings", "b"))
                .push("Accept the change");
        await("the end is reported")
                .until(() -> !shop.events(DriftResolved.class).isEmpty());

        // Then
        assertThat(table)
                .contains(shop.target(), shop.settings(), "/data/value", "kubectl-edit", "Update", "reports")
                .contains("To accept a change, commit it");
        assertThat(shop.events(DriftResolved.class)
                        .getFirst()
                        .objects()
                        .getFirst()
                        .cause())
                .isEqualTo(Cause.ACCEPTED);
        assertThat(shop.finished()).noneMatch(each -> each.deployment().trigger() == Trigger.DRIFT);
        assertThat(shop.drift()).contains("nothing has drifted");
    }

    @Test
    void contestedObjectIsBackedOffAndNamesTheOtherManager() throws Exception {
        // Given
        Application shop = deploy("contested", "");
        try (Fighter fighter = new Fighter(shop)) {

            // When
            fighter.start();
            await("it is contested").until(() -> shop.contested().findAny().isPresent());
            int fights = shop.corrections();
            fighter.awaitOneMore();

            // Then
            DriftedObject contested = shop.contested().findFirst().orElseThrow();
            assertThat(contested.fields().getFirst().manager()).isEqualTo("fighter");
            assertThat(contested.notBefore()).isAfter(contested.reportedAt().plusSeconds(50));
            assertThat(fights).isBetween(3, 5);
            assertThat(shop.corrections()).isEqualTo(fights);
            assertThat(shop.drift()).contains("contested");
        }
    }

    @Test
    void whatHappenedWhileNothingRanIsFoundAtTheNextStart() throws Exception {
        // Given
        Application shop = deploy("unwatched", "");
        stage.kill();
        shop.set("night-shift", "changed");
        stage.live().delete(shop.deployment());

        // When
        stage.up();

        // Then
        await("both are corrected")
                .until(() -> shop.value().equals("a") && stage.live().exists(shop.deployment()));
        assertThat(shop.events(DriftDetected.class).stream().flatMap(each -> each.objects().stream()))
                .extracting(DriftedObject::reference)
                .containsExactlyInAnyOrder(shop.settings(), shop.deployment());
    }

    @Test
    void apiServerThatWasAwayLosesNothing() throws Exception {
        // Given
        Application shop = deploy("away", "");

        // When
        stage.cluster().stopApi();
        stage.cluster().startApi();
        shop.set("kubectl-edit", "changed");

        // Then
        await("it is corrected").untilAsserted(() -> assertThat(shop.value()).isEqualTo("a"));
    }

    @Test
    void kindThatVanishesTakesItsObjectsAlongAndBothComeBack() throws Exception {
        // Given
        String definition = "CustomResourceDefinition.apiextensions.k8s.io//widgets.drift.example.com";
        String widget = "Widget.drift.example.com/widgets/one";
        stage.repository()
                .write("widgets/definition.yaml", """
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
                        "widgets/widget.yaml",
                        "{apiVersion: drift.example.com/v1, kind: Widget, metadata: {name: one}, size: 3}");
        Application widgets = deploy("widgets", "");

        // When
        stage.live().delete(definition);

        // Then
        await("the widget drifts")
                .until(() -> widgets.events(DriftDetected.class).stream()
                        .flatMap(each -> each.objects().stream())
                        .anyMatch(each -> each.reference().equals(widget)));
        await("both are back")
                .until(() -> widgets.drift().contains("nothing has drifted")
                        && !stage.live().uidOrNone(widget).isEmpty());
    }

    /** Pushes an application of its own for a test, with a Deployment and a ConfigMap, and waits until it is healthy. */
    private static Application deploy(String name, String settings) throws Exception {
        String commit = stage.repository()
                .write(
                        name + "/keelstream.yaml",
                        settings.isEmpty() ? Manifests.application(name) : Manifests.application(name, settings))
                .write(name + "/deployment.yaml", Manifests.deployment("shop", "shop:1"))
                .write(name + "/settings.yaml", Manifests.configMap("settings", "a"))
                .push("Start " + name);
        Application application = new Application(name);
        Deployments.await(stage.system(), application.target(), commit, Outcome.HEALTHY);
        return application;
    }

    /** One test's application, its two objects, and what is published of it. */
    private record Application(String name) {

        String target() {
            return "production/" + name;
        }

        String settings() {
            return "ConfigMap/" + name + "/settings";
        }

        String deployment() {
            return "Deployment.apps/" + name + "/shop";
        }

        void set(String manager, String value) {
            stage.live().patch(settings(), Map.of("data", Map.of("value", value)), manager);
        }

        String value() {
            return String.valueOf(stage.live().get(settings()).at("data", "value"));
        }

        /** What {@code keelstream drift} prints of it. */
        String drift() {
            Verb drift = Verb.run(
                    "drift", target(), "--kafka", stage.system().kafka().bootstrapServers());
            assertThat(drift.exit()).as(drift.said()).isZero();
            return drift.out();
        }

        <T> List<T> events(Class<T> type) {
            return stage.system().events().stream()
                    .filter(event -> event.received().key().equals(target()))
                    .map(event -> event.received().payload())
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }

        List<DeploymentFinished> finished() {
            return Deployments.finished(stage.system(), target());
        }

        Stream<DriftedObject> contested() {
            return Stream.concat(
                            events(DriftDetected.class).stream().flatMap(each -> each.objects().stream()),
                            events(DriftChanged.class).stream().flatMap(each -> each.objects().stream()))
                    .filter(DriftedObject::contested);
        }

        int corrections() {
            return (int) finished().stream()
                    .filter(each -> each.deployment().trigger() == Trigger.DRIFT)
                    .count();
        }
    }

    private static ConditionFactory await(String alias) {
        return Awaitility.await(alias).atMost(LIMIT).pollInterval(Duration.ofMillis(200));
    }

    /** Another controller that wants another value and writes it whenever it is not there. */
    private static final class Fighter implements AutoCloseable {

        private final Application shop;
        private final AtomicInteger looks = new AtomicInteger();
        private volatile boolean ended;

        Fighter(Application shop) {
            this.shop = shop;
        }

        void start() {
            Thread.ofVirtual().start(() -> {
                while (!ended) {
                    if (!shop.value().equals("mine")) {
                        shop.set("fighter", "mine");
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
