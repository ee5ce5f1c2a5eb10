package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people and outages put in the way of a write. */
class ObstacleTests extends SandboxedApplier {

    private static final String A = "ConfigMap/shop/a";
    private static final String B = "ConfigMap/shop/b";

    @Test
    void stopSwitchStopsEveryWrite() {
        // Given
        stopEverything();
        world.restart();

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("Stopped");
        assertThat(world.exists(A)).isFalse();
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void stopSwitchThatAReleaseWroteStopsNothing() {
        // Given
        world.create("{apiVersion: v1, kind: Namespace, metadata: {name: keelstream}}", "kubectl-create");
        DeploymentFinished written = world.release(Planned.of(TARGET, "first")
                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: keelstream-stop, namespace: keelstream}}"));
        world.restart();

        // When
        DeploymentFinished next = world.release(Planned.of(TARGET, "second").create(configMap("a", "1")));

        // Then
        assertThat(written.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(next.problems()).isEmpty();
        assertThat(world.exists(A)).isTrue();
    }

    @Test
    void stopSwitchStopsAReleaseThatDeletes() {
        // Given
        world.release(
                Planned.of(TARGET, "first").create(configMap("a", "1")).wave(1).create(configMap("b", "1")));
        finalizers(B, List.of("example.com/guard"));
        Planned removal = Planned.of(TARGET, "second")
                .removed()
                .wave(1)
                .prune(B, world.uid(B))
                .wave(0)
                .prune(A, world.uid(A));
        world.push(removal);
        world.await().until(() -> world.live(B).metadata().get("deletionTimestamp") != null);

        // When
        stopEverything();
        world.restart();
        finalizers(B, List.of());
        DeploymentFinished finished = world.awaitEnd(removal);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("Stopped");
        assertThat(world.exists(A)).isTrue();
        assertThat(world.recorded()).contains(A);
    }

    @Test
    void nothingIsDeletedBeforeTheClusterHasSaidWhetherWritesAreStopped() {
        // Given
        String service = "Service/shop/old";
        world.release(Planned.of(TARGET, "first").create("""
            apiVersion: v1
            kind: Service
            metadata: {name: old}
            spec: {selector: {app: old}, ports: [{port: 80}]}
            """));
        Planned removal = Planned.of(TARGET, "second").removed().prune(service, world.uid(service));
        world.sandbox.faults().inject(new RequestMatch("delete", "services"), new Fault.ServerError(503));
        world.push(removal);
        world.await().until(() -> world.execution() != null && world.execution().step() instanceof Step.Pruning);
        world.kill();
        world.sandbox.faults().clear();
        stopEverything();
        world.sandbox.faults().inject(new RequestMatch("list", "configmaps"), new Fault.ServerError(503));

        // When
        world.start();
        world.await()
                .until(() -> world.execution() != null
                        && world.execution().step() instanceof Step.Pruning pruning
                        && pruning.obstacle() != null
                        && pruning.obstacle().message().contains("has not said yet"));
        world.sandbox.faults().clear();

        // Then
        assertThat(world.awaitEnd(removal).problems())
                .extracting(Problem::reason)
                .containsExactly("Stopped");
        assertThat(world.exists(service)).isTrue();
    }

    @Test
    void stopSwitchKeepsWhatIsLeftOfEarlierHooks() {
        // Given
        world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, HookWorld.job("migrate", "run")));
        stopEverything();
        world.restart();

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").hook(HookPhase.PRE_APPLY, HookWorld.job("migrate", "run")));

        // Then
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("Stopped");
        assertThat(HookWorld.names(world)).containsExactly("migrate");
    }

    @Test
    void heldObjectIsNotWrittenAndTheBundleIsNotComplete() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String until =
                Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS).toString();
        world.annotate(A, "keelstream.io/hold-until", until);
        world.await().until(() -> !world.state().conditions().isEmpty());

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(world.live(A).at("data", "value")).isEqualTo("1");
        assertThat(finished.outcome()).isNotEqualTo(Outcome.FAILED);
        assertThat(world.inventory().appliedRevision().commit()).isEqualTo("first");
        assertThat(world.state().conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.reason()).isEqualTo("Held");
            assertThat(condition.where()).isEqualTo(A);
            assertThat(condition.message()).contains(until);
        });
    }

    @Test
    void heldObjectIsNotDeleted() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.annotate(
                A, "keelstream.io/hold-until", Instant.now().plusSeconds(3_600).toString());

        // When
        world.release(Planned.of(TARGET, "second").prune(A, world.uid(A)));

        // Then
        assertThat(world.exists(A)).isTrue();
        assertThat(world.recorded()).containsExactly(A);
    }

    @ParameterizedTest
    @MethodSource("transientFaults")
    void releaseResumesWhenTheClusterAnswersAgain(Fault fault) {
        // Given
        world.sandbox.faults().inject(RequestMatch.verb("apply"), fault, 4);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.sandbox.faults().hits()).isEqualTo(4);
    }

    private static List<Fault> transientFaults() {
        return List.of(
                new Fault.TooManyRequests(null),
                new Fault.ServerError(500),
                new Fault.ServerError(503),
                new Fault.ResetBefore(),
                new Fault.ResetAfter());
    }

    @Test
    void releaseThatTheClusterRefusesForItsWholeTimeFailsAndIsUncertain() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String uid = world.uid(A);
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.ServerError(503));

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").timeout(500).update(configMap("a", "2"), uid));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("ClusterBusy");
        assertThat(world.recorded(A).dirty()).isTrue();
    }

    @Test
    void releaseThatCannotReachTheClusterInTimeFailsAndIsUncertain() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        Planned second = Planned.of(TARGET, "second").timeout(500).update(configMap("a", "2"), world.uid(A));
        world.sandbox.pause();

        // When
        DeploymentFinished finished = world.release(second);
        world.sandbox.resume();

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("ClusterUnreachable");
        assertThat(world.recorded(A).dirty()).isTrue();
    }

    @Test
    void slowWriteIsWaitedFor() {
        // Given: slower than what a server may be silent for
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Latency(Duration.ofSeconds(3)));

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.sandbox.faults().hits()).isOne();
    }

    @Test
    void writeSlowerThanTheTimeoutOfTheReleaseEndsItAndTheClusterIsBusy() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Latency(Duration.ofSeconds(5)));

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").timeout(1_000).update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.durations().healthyMillis()).isLessThan(4_000);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("ClusterBusy");
            assertThat(problem.where()).isEqualTo(A);
            assertThat(problem.message()).contains("did not answer within 1 s");
        });
    }

    @Test
    void writeWhoseAnswerIsLostIsRepeated() {
        // Given
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.ResetAfter(), 1);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded(A).uid()).isEqualTo(world.uid(A));
    }

    @Test
    void forbiddenWriteNamesTheMissingRight() {
        // Given
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Forbidden());

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // Then
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("Forbidden");
            assertThat(problem.message()).contains("configmaps");
        });
    }

    @Test
    void onlyOneOfTwoTargetsCreatesAnObjectAtOnce() {
        // Given
        Planned one = Planned.of(TARGET, "one").create(configMap("a", "one"));
        Planned two = Planned.of("production/other", "two").create(configMap("a", "two"));
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Latency(Duration.ofMillis(100)), 2);

        // When
        world.push(one);
        world.push(two);
        List<DeploymentFinished> ends = List.of(world.awaitEnd(one), world.awaitEnd(two));

        // Then
        assertThat(ends)
                .extracting(DeploymentFinished::outcome)
                .containsExactlyInAnyOrder(Outcome.HEALTHY, Outcome.FAILED);
        assertThat(ends.stream().flatMap(end -> end.problems().stream()))
                .extracting(Problem::reason)
                .containsExactly("ForeignOwner");
    }

    @Test
    void unreachableWebhookIsNamedSoonAndIsNotAnUnreachableCluster() {
        // Given
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.WebhookAway());

        // When
        DeploymentFinished finished = world.release(
                Planned.of(TARGET, "first").create(configMap("a", "1")).predicted());

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.durations().healthyMillis()).isLessThan(15_000);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("DependencyUnavailable");
            assertThat(problem.where()).isEqualTo(A);
            assertThat(problem.message()).contains("down.example.com");
        });
    }

    @Test
    void failedReleaseCountsOnlyTheActionsThatWereDone() {
        // Given
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.OverQuota());

        // When
        DeploymentFinished nothing = world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String health = world.state().health();
        world.sandbox.faults().clear();
        DeploymentFinished created = world.release(Planned.of(TARGET, "second").create(configMap("a", "1")));

        // Then
        assertThat(nothing.problems()).extracting(Problem::reason).containsExactly("Refused");
        assertThat(nothing.changes().counts().created()).isZero();
        assertThat(nothing.changes().objects()).isEmpty();
        assertThat(health).isEqualTo("Missing");
        assertThat(created.changes().counts().created()).isEqualTo(1);
    }

    private void stopEverything() {
        world.create("{apiVersion: v1, kind: Namespace, metadata: {name: keelstream}}", "kubectl-create");
        world.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: keelstream-stop, namespace: keelstream}}",
                "kubectl-create");
    }

    private void finalizers(String reference, List<String> all) {
        world.patch(reference, Map.of("metadata", Map.of("finalizers", all)), "kubectl-patch");
    }
}
