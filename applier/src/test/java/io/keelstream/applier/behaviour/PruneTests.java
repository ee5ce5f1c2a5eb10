package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.event.Fact;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deleting what left Git, letting go, replacing. */
class PruneTests extends SandboxedApplier {

    private static final String A = "ConfigMap/shop/a";
    private static final String B = "ConfigMap/shop/b";

    @Test
    void objectsThatLeftGitAreDeletedInTheOrderOfThePlan() {
        // Given
        world.release(
                Planned.of(TARGET, "first").create(configMap("a", "1")).wave(1).create(configMap("b", "1")));
        guard(B);

        // When
        Planned second = Planned.of(TARGET, "second")
                .wave(1)
                .prune(B, world.uid(B))
                .wave(0)
                .prune(A, world.uid(A));
        world.push(second);
        world.await().until(() -> world.live(B).metadata().get("deletionTimestamp") != null);

        // Then
        assertThat(world.live(A).metadata().get("deletionTimestamp")).isNull();

        // When
        unguard(B);

        // Then
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.exists(A)).isFalse();
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void releasedObjectStaysAndIsForgotten() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").release(A));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(finished.changes().counts().pruned()).isZero();
        assertThat(world.exists(A)).isTrue();
        assertThat(world.recorded()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "delete"})
    void unreachableWebhookIsNamedSoonAndIsNotAnUnreachableCluster(String verb) {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        Planned second = Planned.of(TARGET, "second").prune(A, world.uid(A));
        world.sandbox.faults().inject(new RequestMatch(verb, "configmaps"), new Fault.WebhookAway());

        // When
        DeploymentFinished finished = world.release(second);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.durations().healthyMillis()).isLessThan(15_000);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("DependencyUnavailable");
            assertThat(problem.where()).isEqualTo(A);
            assertThat(problem.message()).contains("down.example.com");
        });
        assertThat(world.recorded()).containsExactly(A);
    }

    @Test
    void objectWithAnotherUidIsNotDeleted() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String planned = world.uid(A);
        world.delete(A);
        world.create(configMap("a", "theirs"), "kubectl-create");

        // When
        world.release(Planned.of(TARGET, "second").prune(A, planned));

        // Then
        assertThat(world.exists(A)).isTrue();
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void objectWithAnotherOwnerIsNotDeleted() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.annotate(A, "keelstream.io/owner", "acme/production/other");

        // When
        world.release(Planned.of(TARGET, "second").prune(A, world.uid(A)));

        // Then
        assertThat(world.exists(A)).isTrue();
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void objectThatAControllerOwnsIsNotDeleted() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")).create(configMap("b", "1")));
        Map<String, ?> owner =
                Map.of("apiVersion", "v1", "kind", "ConfigMap", "name", "b", "uid", world.uid(B), "controller", true);
        world.patch(A, Map.of("metadata", Map.of("ownerReferences", List.of(owner))), "operator");

        // When
        world.release(Planned.of(TARGET, "second").prune(A, world.uid(A)));

        // Then
        assertThat(world.exists(A)).isTrue();
    }

    @Test
    void missingObjectIsForgotten() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String uid = world.uid(A);
        world.delete(A);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").prune(A, uid));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void deletionThatExceedsItsDeadlineFailsTheReleaseAndStaysRecorded() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        guard(A);

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").timeout(300).prune(A, world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("ObjectTerminating");
        assertThat(world.recorded(A).dirty()).isTrue();
    }

    @Test
    void serverIsAskedBeforeADeletionIsLate() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        guard(A);
        Planned second = Planned.of(TARGET, "second").timeout(3_000).prune(A, world.uid(A));
        world.push(second);
        world.await().until(() -> world.live(A).terminating());

        // When
        world.sandbox.faults().silenceWatches();
        unguard(A);

        // Then
        DeploymentFinished finished = world.awaitEnd(second);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void deletionEndsInTimeWhereSomethingThatItsClusterHasToAskDoesNotAnswer() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        guard(A);
        Planned second = Planned.of(TARGET, "second").timeout(2_000).prune(A, world.uid(A));
        world.push(second);
        world.await().until(() -> world.live(A).terminating());

        // When
        world.sandbox.faults().inject(new RequestMatch("get", "configmaps"), new Fault.WebhookAway());

        // Then
        DeploymentFinished finished = world.awaitEnd(second);
        assertThat(finished.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo(A));
    }

    @Test
    void deletionThatTakesLongIsNamedWithWhatTheObjectWaitsFor() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        guard(A);
        Planned second = Planned.of(TARGET, "second").prune(A, world.uid(A));

        // When
        world.push(second);

        // Then
        world.await()
                .untilAsserted(() -> assertThat(world.state().waitingFor())
                        .isEqualTo("objects that left Git to be deleted: " + A
                                + ": is being deleted; waits for its finalizers example.com/guard"));
        unguard(A);
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.state().waitingFor()).isEmpty();
    }

    @Test
    void removedTargetEndsWithoutRecords() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").removed().prune(A, world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.REMOVED);
        assertThat(world.exists(A)).isFalse();
        assertThat(types(world.partition.transitions().getLast()))
                .containsExactlyInAnyOrder(
                        EventType.EXECUTION_CHANGED,
                        EventType.INVENTORY_CHANGED,
                        EventType.RUNNING_CHANGED,
                        EventType.TARGET_CHANGED,
                        EventType.TARGET_REMOVED,
                        EventType.DEPLOYMENT_FINISHED,
                        EventType.DEPLOYMENT_RECORDED);
        assertThat(world.published()).isFalse();
    }

    @Test
    void replacedObjectHasANewUid() {
        // Given
        world.release(Planned.of(TARGET, "first").create(job("migrate", "migrate:1", "run")));
        String before = world.uid("Job.batch/shop/migrate");

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").replace(job("migrate", "migrate:2", "run"), before));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(finished.changes().counts().replaced()).isEqualTo(1);
        assertThat(world.uid("Job.batch/shop/migrate")).isNotEqualTo(before).isNotEmpty();
        assertThat(world.recorded("Job.batch/shop/migrate").completed()).isTrue();
    }

    @Test
    void replacementOfARecreatedObjectDeletesNothing() {
        // Given
        Manifest theirs = world.create(configMap("a", "theirs"), "kubectl-create");

        // When
        world.release(Planned.of(TARGET, "first").replace(configMap("a", "1"), "another-uid"));

        // Then
        assertThat(world.uid(A)).isEqualTo(theirs.uid());
    }

    private static List<EventType> types(List<Fact> facts) {
        return facts.stream().map(Fact::type).toList();
    }

    private void guard(String reference) {
        world.patch(reference, Map.of("metadata", Map.of("finalizers", List.of("example.com/guard"))), "kubectl-patch");
    }

    private void unguard(String reference) {
        world.patch(reference, Map.of("metadata", Map.of("finalizers", List.of())), "kubectl-patch");
    }
}
