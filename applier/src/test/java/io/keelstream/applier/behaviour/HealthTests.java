package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static io.keelstream.applier.behaviour.Yaml.job;
import static io.keelstream.applier.behaviour.Yaml.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for health, and what is said when it does not come. */
class HealthTests extends SandboxedApplier {

    private static final String WEB = "Deployment.apps/shop/web";
    private static final String MIGRATE = "Job.batch/shop/migrate";
    private static final String STORE = "StatefulSet.apps/shop/store";

    @Test
    void releaseEndsWhenItsObjectsAreHealthy() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").create(deployment("web", "web:1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(WEB).status().get("availableReplicas")).isEqualTo(1L);
        assertThat(finished.durations().healthyMillis())
                .isGreaterThanOrEqualTo(finished.durations().applyMillis());
    }

    @Test
    void waveThatIsNotHealthyInTimeFailsWithTheReasonsOfItsPods() {
        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").timeout(2_000).create(deployment("web", "web:1", "crash")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("NotHealthyInTime");
            assertThat(problem.where()).isEqualTo(WEB);
            assertThat(problem.message()).contains("CrashLoopBackOff").contains("exit code 1");
        });
        assertThat(world.recorded(WEB).dirty()).isTrue();
        assertThat(world.inventory().retry().attempt()).isEqualTo(1);
    }

    @Test
    void serverIsAskedBeforeAWaveFailsByWhatTheWatchShows() {
        // Given
        Planned first = Planned.of(TARGET, "first").timeout(3_000).create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.exists(WEB));

        // When
        world.sandbox.faults().silenceWatches();
        world.unstick("web");

        // Then
        DeploymentFinished finished = world.awaitEnd(first);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void newerCommitEndsTheQuestionsAboutAWaveThatIsLate() {
        // Given
        world.sandbox
                .faults()
                .inject(new RequestMatch("get", "apps/deployments"), new Fault.Latency(Duration.ofSeconds(1)));
        Planned first = Planned.of(TARGET, "first").timeout(2_000);
        for (int each = 0; each < 8; each++) {
            first.create(deployment("web-" + each, "web:1", "stuck"));
        }
        world.push(first);
        world.await().until(() -> asked() > 0);

        // When
        world.desire(Planned.of(TARGET, "second").create(deployment("web", "web:2")));

        // Then
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(asked()).isLessThan(8);
    }

    private long asked() {
        return world.sandbox.requestCounts().getOrDefault("get apps/deployments", 0L);
    }

    @Test
    void waveDoesNotFailWhileItsClusterDoesNotAnswer() {
        // Given
        Planned first = Planned.of(TARGET, "first").timeout(2_000).create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.exists(WEB));
        world.sandbox.faults().silenceWatches();
        world.sandbox.faults().inject(new RequestMatch("get", "apps/deployments"), new Fault.ServerError(503));

        // When
        world.await()
                .until(() -> world.execution() != null
                        && world.execution().step() instanceof Step.Waiting waiting
                        && waiting.deadline()
                                .isAfter(
                                        world.execution().accepted().startedAt().plusSeconds(3)));
        world.unstick("web");
        world.sandbox.faults().clear();

        // Then
        DeploymentFinished finished = world.awaitEnd(first);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void waveFailsInTimeWhereSomethingThatItsClusterHasToAskDoesNotAnswer() {
        // Given
        Planned first = Planned.of(TARGET, "first").timeout(2_000).create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.exists(WEB));

        // When
        world.sandbox.faults().silenceWatches();
        world.sandbox.faults().inject(new RequestMatch("get", "apps/deployments"), new Fault.WebhookAway());

        // Then
        DeploymentFinished finished = world.awaitEnd(first);
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("NotHealthyInTime");
            assertThat(problem.where()).isEqualTo(WEB);
            assertThat(problem.message()).contains("Progressing: ", "; is not shown now: ", "down.example.com");
        });
    }

    @Test
    void failedJobFailsItsReleaseAtOnce() {
        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").create(job("migrate", "migrate:1", "fail")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("Failed");
        assertThat(finished.durations().healthyMillis()).isLessThan(15_000);
    }

    @Test
    void revertAfterAnExceededDeadlineIsNotAssessedByTheOldCondition() {
        // Given
        String good = deployment("web", "web:1", "run, keelstream.io/pretend-delay: 1s")
                .replace(
                        "  replicas: 1\n",
                        "  replicas: 1\n  progressDeadlineSeconds: 3\n  strategy: {type: Recreate}\n");
        String bad = good.replace("web:1", "web:2").replace("pretend: run", "pretend: stuck");
        world.release(Planned.of(TARGET, "first").create(good));
        DeploymentFinished failed = world.release(Planned.of(TARGET, "second").update(bad, world.uid(WEB)));

        // When
        DeploymentFinished reverted = world.release(Planned.of(TARGET, "third").update(good, world.uid(WEB)));

        // Then
        assertThat(failed.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("ProgressDeadlineExceeded"));
        assertThat(reverted.outcome()).as("%s", reverted.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void unhealthyUntouchedObjectOnlyDegrades() {
        // Given
        world.release(Planned.of(TARGET, "first").create(deployment("web", "web:1")));
        world.patch(
                WEB,
                Map.of(
                        "spec",
                        Map.of(
                                "template",
                                Map.of("spec", Map.of("schedulerName", "nobody")),
                                "replicas",
                                0,
                                "paused",
                                true)),
                "kubectl-edit");
        world.delete(WEB);
        world.await().until(() -> world.state().health().equals("Missing"));

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(finished.execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(finished.problems()).extracting(Problem::where).containsExactly(WEB);
        assertThat(world.inventory().appliedRevision().commit()).isEqualTo("second");
        assertThat(world.inventory().healthyRevision().commit()).isEqualTo("first");
    }

    @Test
    void healthIsFollowedAfterTheReleaseWithoutADeployment() {
        // Given
        world.release(Planned.of(TARGET, "first").create(deployment("web", "web:1")));
        world.await().until(() -> world.state().health().equals("Healthy"));

        // When
        world.delete(WEB);

        // Then
        world.await().until(() -> world.state().health().equals("Missing"));
        assertThat(world.state().unhealthy())
                .extracting(TargetState.ObjectHealth::reference)
                .containsExactly(WEB);
        assertThat(world.story()).containsExactly("started first", "HEALTHY first");
    }

    @Test
    void completedJobThatWasDeletedIsHealthy() {
        // Given
        world.release(Planned.of(TARGET, "first").create(job("migrate", "migrate:1", "run")));
        world.delete("Job.batch/shop/migrate");
        world.await().until(() -> !world.exists("Job.batch/shop/migrate"));

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void replicasAreHandedOverAndDroppedOnceTheAutoscalerOwnsThem() {
        // Given
        String web = deployment("web", "web:1");
        world.release(Planned.of(TARGET, "first").create(web.replace("replicas: 1", "replicas: 3")));
        Planned scaled = Planned.of(TARGET, "second")
                .update(web.replace("  replicas: 1\n", ""), world.uid(WEB))
                .handingOver("/spec/replicas", 3);

        // When
        world.release(scaled);

        // Then
        assertThat(world.live(WEB).at("spec", "replicas")).isEqualTo(3L);
        assertThat(ownersOfReplicas()).containsExactly("keelstream-handover");

        // When
        world.patch(WEB, Map.of("spec", Map.of("replicas", 4)), "kube-controller-manager");

        // Then
        world.await().until(() -> ownersOfReplicas().equals(List.of("kube-controller-manager")));
        assertThat(world.live(WEB).at("spec", "replicas")).isEqualTo(4L);
    }

    @Test
    void correctedStatefulSetGetsPastThePodThatItsOlderRevisionBroke() {
        // Given
        world.release(Planned.of(TARGET, "first").create(statefulSet("store", "store:1", "run")));
        Planned broken = Planned.of(TARGET, "second")
                .update(statefulSet("store", "store:broken", "image-pull-error"), world.uid(STORE));
        world.push(broken);
        world.await()
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> String.valueOf(
                                world.live("Pod/shop/store-1").status().get("containerStatuses"))
                        .contains("ImagePullBackOff"));

        // When
        Planned corrected =
                Planned.of(TARGET, "third").update(statefulSet("store", "store:3", "run"), world.uid(STORE));
        world.desire(corrected);
        world.awaitEnd(broken);
        DeploymentFinished finished = world.release(corrected);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.story()).anyMatch(line -> line.startsWith("deleted pod store-1"));
    }

    private List<String> ownersOfReplicas() {
        return Manifest.list(world.live(WEB).metadata().get("managedFields")).stream()
                .map(entry -> new Manifest(Manifest.map(entry)))
                .filter(entry -> entry.at("fieldsV1", "f:spec", "f:replicas") != null)
                .map(entry -> String.valueOf(entry.tree().get("manager")))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void failedJobThatDeletedItselfDoesNotRunAgainUntilItChanges(int seconds) {
        // Given
        String expiring = failingJob(String.valueOf(seconds));
        DeploymentFinished first = world.release(Planned.of(TARGET, "first").create(expiring));
        world.await().until(() -> !world.exists("Job.batch/shop/migrate"));

        // When
        Planned retry = Planned.of(TARGET, "second").create(expiring);
        DeploymentFinished again = world.release(retry);
        DeploymentFinished changed = world.release(Planned.of(TARGET, "third")
                .create(expiring.replace("m:1", "m:2").replace("pretend: fail", "pretend: run")));

        // Then
        assertThat(first.problems()).extracting(Problem::reason).containsExactly("Failed");
        assertThat(again.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(again.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("ran at first and failed; it runs again when it changes in Git"));
        assertThat(changed.outcome()).as("%s", changed.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void failedJobThatIsDeletedManuallyRunsAgain() {
        // Given
        world.release(Planned.of(TARGET, "first").create(job("migrate", "m:1", "fail")));
        world.delete("Job.batch/shop/migrate");
        world.await().until(() -> !world.exists("Job.batch/shop/migrate"));

        // When
        DeploymentFinished again = world.release(Planned.of(TARGET, "second").create(job("migrate", "m:1", "fail")));

        // Then
        assertThat(again.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).doesNotContain("ran at"));
        assertThat(world.exists("Job.batch/shop/migrate")).isTrue();
    }

    private static String failingJob(String timeToLive) {
        String job = job("migrate", "m:1", "fail");
        return timeToLive.isEmpty() ? job : expiring(job, timeToLive);
    }

    private static String expiring(String job, String seconds) {
        return job.replace("backoffLimit: 0", "backoffLimit: 0\n  ttlSecondsAfterFinished: " + seconds);
    }

    @Test
    void jobThatDeletedItselfIsNeitherMissingNorRunAgainAfterARestart() {
        // Given
        Planned first = Planned.of(TARGET, "first")
                .create(expiring(job("migrate", "m:1", "run"), "0"))
                .create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.execution() != null && world.execution().step() instanceof Step.Waiting);
        world.await().until(() -> !world.exists(MIGRATE));

        // When
        world.restart();
        world.unstick("web");

        // Then
        DeploymentFinished finished = world.awaitEnd(first);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.sandbox.requestCounts().get("apply batch/jobs")).isEqualTo(1);
        assertThat(world.recorded(MIGRATE).completed()).isTrue();
    }

    @Test
    void jobThatDeletesItselfIsNotLateByWhatTheWatchShows() {
        // Given
        Planned first = Planned.of(TARGET, "first")
                .timeout(3_000)
                .create(HookWorld.job("migrate", "stuck", "ttlSecondsAfterFinished: 0"));
        world.push(first);
        world.await().until(() -> world.exists(MIGRATE));

        // When
        world.sandbox.faults().silenceWatches();
        world.unstick("migrate");

        // Then
        DeploymentFinished finished = world.awaitEnd(first);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded(MIGRATE).completed()).isTrue();
    }

    @Test
    void jobThatDeletedItselfIsCompletedThoughItsWaveFails() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first")
                .timeout(2_000)
                .create(expiring(job("migrate", "m:1", "run"), "0"))
                .create(deployment("web", "web:1", "crash")));

        // Then
        assertThat(finished.problems()).extracting(Problem::where).containsExactly(WEB);
        assertThat(world.recorded(MIGRATE).completed()).isTrue();
        assertThat(world.recorded(MIGRATE).dirty()).isFalse();
    }

    @Test
    void jobThatIsDeletedBeforeItsEndIsMissingThoughItWouldDeleteItself() {
        // Given
        Planned first =
                Planned.of(TARGET, "first").timeout(3_000).create(expiring(job("migrate", "m:1", "stuck"), "0"));
        world.push(first);
        world.await().until(() -> world.exists(MIGRATE));

        // When
        world.delete(MIGRATE);

        // Then
        assertThat(world.awaitEnd(first).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("was deleted before it ended"));
    }

    @Test
    void suspendedJobHasNotCompleted() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first")
                .create(job("migrate", "m:1", "run").replace("backoffLimit: 0", "backoffLimit: 0\n  suspend: true")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded(MIGRATE).completed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0"})
    void failedJobDoesNotFailALaterReleaseNorHoldBackItsWaves(String timeToLive) {
        // Given
        DeploymentFinished first = world.release(
                Planned.of(TARGET, "first").create(configMap("a", "1")).create(failingJob(timeToLive)));
        world.await().until(() -> timeToLive.isEmpty() || !world.exists("Job.batch/shop/migrate"));
        world.restart();

        // When
        DeploymentFinished second = world.release(Planned.of(TARGET, "second")
                .update(configMap("a", "2"), world.uid("ConfigMap/shop/a"))
                .wave(1)
                .create(configMap("late", "1")));

        // Then
        assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(second.outcome()).as("%s", second.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(second.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("DegradedBefore");
            assertThat(problem.where()).isEqualTo("Job.batch/shop/migrate");
        });
        assertThat(world.exists("ConfigMap/shop/late")).isTrue();
        assertThat(world.state().health()).isEqualTo("Degraded");
        assertThat(world.recorded("Job.batch/shop/migrate").failedRun()).isEqualTo(new FailedRun("first", null));
    }

    @Test
    void retryDoesNotWriteAFailedJobAgain() {
        // Given
        world.release(Planned.of(TARGET, "first").create(failingJob("")));
        long applied = world.sandbox.requestCounts().get("apply batch/jobs");

        // When
        DeploymentFinished retry =
                world.release(Planned.of(TARGET, "retry").update(failingJob(""), world.uid("Job.batch/shop/migrate")));

        // Then
        assertThat(retry.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(retry.problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message())
                                .isEqualTo(
                                        "ran at first and failed; it runs again when it changes in Git, or when it is deleted"));
        assertThat(retry.changes().counts().updated()).isZero();
        assertThat(world.sandbox.requestCounts().get("apply batch/jobs")).isEqualTo(applied);
        assertThat(world.recorded("Job.batch/shop/migrate").dirty()).isFalse();
    }
}
