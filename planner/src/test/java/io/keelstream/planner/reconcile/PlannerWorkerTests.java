package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.dependency.Published;
import io.keelstream.planner.sample.Samples;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wakes a target besides its records. */
class PlannerWorkerTests {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: blue}
        """;

    private PlanningSandbox world;
    private PlannerWorker worker;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new PlanningSandbox(folder);
        worker = worker();
    }

    private PlannerWorker worker() {
        return new PlannerWorker(
                world.partition,
                world.views,
                world.settings,
                new ApplicationRequests(meters, 1),
                world.others,
                Traces.off(world.partition.installation(), "planner"),
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        worker.close();
        world.close();
    }

    @Test
    void requestsOfAnApplicationAreCountedWhileItsTargetsAreHere() {
        // Given
        Desired bundle = Samples.bundle("counted", TargetPolicy.DEFAULT, """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: "web:1", resources: {requests: {cpu: 500m, memory: 1Gi}}}]}
            """);
        Desired ofTeam = Samples.labelled(bundle, Map.of("team", "payments"));

        // When
        world.desire("t/counted", ofTeam);
        worker.loaded();

        // Then
        await().atMost(LIMIT).until(() -> requests("keelstream.requests.cpu") == 1.5);
        assertThat(requests("keelstream.requests.memory")).isEqualTo(3.0 * (1L << 30));
        worker.close();
        assertThat(requests("keelstream.requests.cpu")).isZero();
    }

    private double requests(String metric) {
        Gauge gauge =
                meters.find(metric).tags("team", "payments", "pods", "most").gauge();
        return gauge == null ? 0 : gauge.value();
    }

    @Test
    void stopSwitchBlocksPlansUntilItIsRemoved() {
        // Given
        world.namespace("keelstream");
        world.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: keelstream-stop, namespace: keelstream}}", "ada");
        world.desire("t/stopped", Samples.bundle("stopped", TargetPolicy.DEFAULT, CONFIG));

        // When
        worker.loaded();
        await().atMost(LIMIT).until(() -> state("t/stopped") == State.BLOCKED);
        Plan stopped = world.current("t/stopped");
        world.client
                .delete(ObjectReference.parse("ConfigMap/keelstream/keelstream-stop"), null, false, false)
                .orThrow();

        // Then
        assertThat(reasons(stopped)).containsExactly("Stopped");
        await().atMost(LIMIT).until(() -> state("t/stopped") == State.READY);
    }

    @Test
    void unreachableClusterIsReportedAndPlanningResumesWhenItAnswers() {
        // Given
        world.namespace("away");
        worker.loaded();
        world.sandbox.pause();
        world.desire("t/away", Samples.bundle("away", TargetPolicy.DEFAULT, CONFIG));

        // When
        worker.changed(Topic.DESIRED, "t/away");
        await().atMost(LIMIT).until(() -> state("t/away") == State.BLOCKED);
        Plan away = world.current("t/away");
        world.sandbox.resume();

        // Then
        assertThat(reasons(away)).containsExactly("ClusterUnreachable");
        await().atMost(LIMIT).until(() -> state("t/away") == State.READY);
    }

    @Test
    void nothingIsWrittenAfterClosing() {
        // Given
        world.desire("t/closed", Samples.bundle("closed", TargetPolicy.DEFAULT, CONFIG));

        // When
        worker.close();
        worker.changed(Topic.DESIRED, "t/closed");

        // Then
        assertThat(world.partition.table(Topic.PLAN, Plan.class).get("t/closed"))
                .isNull();
    }

    @Test
    void targetThatWaitsForAnotherIsPlannedWhenThatIsHealthyAlsoWhereThePartitionHasMovedMeanwhile() {
        // Given
        world.desire("t/waits", requiring("waits"));
        publish(Published.healthy("t/database", 6));
        worker.loaded();
        await().atMost(LIMIT).until(() -> state("t/waits") == State.AWAITING_DEPENDENCY);

        // When
        publish(Published.healthy("t/database", 7));

        // Then
        await().atMost(LIMIT).until(() -> state("t/waits") == State.READY);

        // Given
        publish(Published.healthy("t/database", 7).being("Degraded"));
        world.desire("t/later", requiring("later"));
        worker.changed(Topic.DESIRED, "t/later");
        await().atMost(LIMIT).until(() -> state("t/later") == State.AWAITING_DEPENDENCY);

        // When
        worker.close();
        publish(Published.healthy("t/database", 8));
        worker = worker();
        worker.loaded();

        // Then
        await().atMost(LIMIT).until(() -> state("t/later") == State.READY);
    }

    private void publish(Published published) {
        world.partition.put(Topic.TARGET, published.target(), published.state());
        world.others.changed(published.target());
    }

    private static Desired requiring(String namespace) {
        Desired bundle = Samples.bundle(namespace, TargetPolicy.DEFAULT, CONFIG);
        return new Desired(
                false,
                Published.revision(9),
                bundle.settings(),
                bundle.bundleDigest(),
                bundle.objects(),
                List.of(),
                new Desired.Notes(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Desired.Requirement("t/database", new NumberedCommit(7, Published.commit(7))))));
    }

    private State state(String target) {
        return world.partition.table(Topic.PLAN, Plan.class).get(target) == null
                ? State.UNKNOWN
                : world.current(target).state();
    }
}
