package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.HookWorld.awaitRunning;
import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.jobs;
import static io.keelstream.applier.behaviour.HookWorld.letEnd;
import static io.keelstream.applier.behaviour.HookWorld.letFail;
import static io.keelstream.applier.behaviour.HookWorld.names;
import static io.keelstream.applier.behaviour.HookWorld.rule;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hooks run once, at their point, and are nobody's object afterwards. */
class HookTests extends SandboxedApplier {

    private static final String A = "ConfigMap/shop/a";

    @Test
    void hooksRunBeforeAndAfterTheApplyOneByOne() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .hook(HookPhase.PRE_APPLY, job("migrate", "run"))
                .hook(HookPhase.PRE_APPLY, job("seed", "run"))
                .hook(HookPhase.POST_APPLY, job("smoke", "run"));

        // When
        DeploymentFinished finished = world.release(planned);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.story())
                .containsSubsequence(
                        "started first",
                        "waiting for the pre-apply hook Job.batch/shop/migrate",
                        "the pre-apply hook Job.batch/shop/migrate succeeded",
                        "running the pre-apply hook Job.batch/shop/seed",
                        "applying wave 0",
                        "running the post-apply hook Job.batch/shop/smoke",
                        "the post-apply hook Job.batch/shop/smoke succeeded");
        assertThat(names(world)).containsExactlyInAnyOrder("migrate", "seed", "smoke");
        assertThat(world.recorded()).containsExactly(A);
        assertThat(world.inventory().appliedBundle()).isEqualTo(planned.bundleDigest());
        assertThat(hooks().done()).hasSize(3);
    }

    @Test
    void timeOfAHookThatCouldNotBeCreatedBeginsWithItsObject() {
        // Given
        world.sandbox.faults().inject(RequestMatch.resource("batch/jobs"), new Fault.ServerError(503));
        Planned planned =
                Planned.of(TARGET, "first").hook(rule(HookPhase.PRE_APPLY, false, 2_000), job("migrate", "run"));
        world.push(planned);
        world.await()
                .until(() -> world.execution() != null
                        && world.execution().step() instanceof Step.Hooking(HookRun run, var _, var _)
                        && Instant.now().isAfter(run.deadline()));

        // When
        world.sandbox.faults().clear();

        // Then
        DeploymentFinished finished = world.awaitEnd(planned);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void objectOfARunSaysWhichRunItIsAndIsNotHeldAfterItsEnd() {
        // When
        world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, job("migrate", "run")));

        // Then
        assertThat(jobs(world)).singleElement().satisfies(job -> {
            assertThat(job.annotation("keelstream.io/hook-run")).endsWith("/pre-apply/0");
            assertThat(job.name()).matches("migrate-[0-9a-f]{8}");
            assertThat(Manifest.list(job.metadata().get("finalizers"))).isEmpty();
        });
    }

    @Test
    void preApplyHookThatFailsEndsTheReleaseAndNothingIsApplied() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .hook(HookPhase.PRE_APPLY, job("migrate", "fail"));

        // When
        DeploymentFinished finished = world.release(planned);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("HookFailed");
            assertThat(problem.where()).isEqualTo("Job.batch/shop/migrate");
            assertThat(problem.message()).contains("the pre-apply hook failed", "BackoffLimitExceeded", "exit code 1");
        });
        assertThat(world.exists(A)).isFalse();
        assertThat(world.inventory().retry()).isNull();
        assertThat(Objects.requireNonNull(hooks().failed()).cause()).contains("Job.batch/shop/migrate", "exit code 1");
    }

    @Test
    void hookThatFailsSaysWhatItWroteLastWithoutTheValuesOfItsSecrets() {
        // Given
        world.release(Planned.of(TARGET, "first").create("""
            apiVersion: v1
            kind: Secret
            metadata: {name: database}
            data: {password: aHVudGVyMi1odW50ZXIy}
            """));
        String migrate = job("migrate", "fail")
                .replace("annotations: {", "annotations: {keelstream.io/pretend-log: \"LOG\", ")
                .replace("LOG", "migrating\\nlogin with hunter2-hunter2 failed\\n")
                .replace("{name: a, image: a}", "{name: a, image: a, envFrom: [{secretRef: {name: database}}]}");

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").hook(HookPhase.PRE_APPLY, migrate));

        // Then
        assertThat(finished.problems().getFirst().message())
                .endsWith("; a wrote last: migrating | login with *** failed");
        assertThat(Objects.requireNonNull(hooks().failed()).cause()).doesNotContain("hunter2");
    }

    @Test
    void logOfAHookIsWithheldWhereItsSecretsCannotBeRead() {
        // Given
        String migrate = job("migrate", "fail")
                .replace("annotations: {", "annotations: {keelstream.io/pretend-log: hunter2-hunter2, ")
                .replace(
                        "{name: a, image: a}",
                        "{name: a, image: a, envFrom: [{secretRef: {name: gone, optional: true}}]}");

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, migrate));

        // Then
        assertThat(finished.problems().getFirst().message())
                .endsWith(
                        "; the log of a is withheld, because Secret shop/gone, whose values it may have, cannot be read");
    }

    @Test
    void hooksForAFailureRunBeforeItsEnd() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .hook(HookPhase.PRE_APPLY, job("migrate", "fail"))
                .hook(HookPhase.ON_FAILURE, job("alarm", "fail"))
                .hook(HookPhase.ON_FAILURE, job("restore", "run"));

        // When
        DeploymentFinished finished = world.release(planned);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems())
                .extracting(problem -> problem.where())
                .containsExactly("Job.batch/shop/migrate", "Job.batch/shop/alarm");
        assertThat(names(world)).containsExactlyInAnyOrder("migrate", "alarm", "restore");
        assertThat(Objects.requireNonNull(hooks().failed()).cause()).contains("Job.batch/shop/migrate");
        assertThat(hooks().done().keySet()).containsExactly("on-failure Job.batch/shop/restore");
    }

    @Test
    void releaseThatDoesNotBecomeHealthyRunsTheHooksForAFailure() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .timeout(1_000)
                .create(deployment("web", "web:1", "stuck"))
                .hook(HookPhase.ON_FAILURE, job("alarm", "run"));

        // When
        DeploymentFinished finished = world.release(planned);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems().getFirst().reason()).isEqualTo("NotHealthyInTime");
        assertThat(names(world)).containsExactly("alarm");
        assertThat(world.inventory().retry()).isNotNull();
    }

    @Test
    void releaseThatSucceedsRunsNoHooksForAFailure() {
        // Given
        Planned planned =
                Planned.of(TARGET, "first").create(configMap("a", "1")).hook(HookPhase.ON_FAILURE, job("alarm", "run"));

        // Then
        assertThat(world.release(planned).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(jobs(world)).isEmpty();
        assertThat(world.inventory().appliedBundle()).isEqualTo(planned.bundleDigest());
    }

    @Test
    void postApplyHookThatFailsLeavesTheBundleUnfinishedAndIsNotRepeated() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .hook(HookPhase.PRE_APPLY, job("migrate", "run"))
                .hook(HookPhase.POST_APPLY, job("smoke", "fail")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.exists(A)).isTrue();
        assertThat(world.inventory().appliedBundle()).isNull();
        assertThat(hooks().done().keySet()).containsExactly("pre-apply Job.batch/shop/migrate");
        assertThat(hooks().failed()).isNotNull();
    }

    @Test
    void hooksOfARollbackAndOfARemovalRunAroundThem() {
        // Given
        Planned good = Planned.of(TARGET, "good").create(configMap("a", "1"));
        world.release(good);
        Planned bad = Planned.of(TARGET, "bad").update(configMap("a", "2"), world.uid(A));
        world.release(bad);

        // When
        Planned again = Planned.of(TARGET, "good")
                .update(configMap("a", "1"), world.uid(A))
                .hook(HookPhase.PRE_APPLY, job("down", "run"));
        world.plan(bad.rollingBackTo(again));
        world.await().until(() -> world.finished(good).size() == 2);
        Planned removal = Planned.of(TARGET, "removal")
                .prune(A, world.uid(A))
                .hook(HookPhase.PRE_APPLY, job("backup", "run"))
                .hook(HookPhase.POST_APPLY, job("clean", "run"))
                .removed();
        world.push(removal);

        // Then
        assertThat(world.awaitEnd(removal).outcome()).isEqualTo(Outcome.REMOVED);
        assertThat(world.story())
                .containsSubsequence(
                        "the pre-rollback hook Job.batch/shop/down succeeded",
                        "the pre-delete hook Job.batch/shop/backup succeeded",
                        "the post-delete hook Job.batch/shop/clean succeeded");
    }

    @Test
    void barrierIsKnownOnceItIsBegunAlsoWhereItFails() {
        // Given
        HookRule barrier = new HookRule(HookPhase.PRE_APPLY, 0, List.of(), false, 60_000, true);
        Planned planned = Planned.of(TARGET, "first")
                .hook(HookPhase.PRE_APPLY, job("expand", "run"))
                .hook(barrier, job("contract", "stuck"));
        world.push(planned);

        // When
        awaitRunning(world, HookPhase.PRE_APPLY, 1);

        // Then
        assertThat(barrier()).isNotNull();
        letFail(world, "contract");
        assertThat(world.awaitEnd(planned).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(barrier()).hook()).isEqualTo("Job.batch/shop/contract");
        assertThat(Objects.requireNonNull(barrier()).commit())
                .isEqualTo(Objects.requireNonNull(hooks().failed()).commit());
    }

    private Inventory.@Nullable Barrier barrier() {
        Inventory.Back back = world.inventory().history().back();
        return back == null ? null : back.barrier();
    }

    @Test
    void retryLiftsWhatAHookBlocked() {
        // Given
        Planned planned = Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, job("migrate", "fail"));
        world.release(planned);

        // When
        world.put(
                Topic.DECISION,
                Kind.RETRY.key(TARGET),
                new Decision(
                        UUID.randomUUID().toString(),
                        Kind.RETRY,
                        "ada",
                        "the database is repaired",
                        Named.deployment(
                                Objects.requireNonNull(world.execution()).deploymentId()),
                        null,
                        null));

        // Then
        world.await().until(() -> Objects.requireNonNull(hooks().failed()).retriedBy() != null);
        assertThat(hooks().failed()).isNotNull();
    }

    @Test
    void hookWithoutATimeToLiveLosesNothing() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .hook(HookPhase.PRE_APPLY, job("migrate", "run", "ttlSecondsAfterFinished: 0"));

        // Then
        assertThat(world.release(planned).outcome()).isEqualTo(Outcome.HEALTHY);
        world.await().until(() -> jobs(world).isEmpty());
    }

    @Test
    void newerCommitWaitsForAHookThatRuns() {
        // Given
        Planned first = Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .hook(HookPhase.PRE_APPLY, job("migrate", "stuck"));
        Planned second = Planned.of(TARGET, "second").create(configMap("a", "2"));
        world.push(first);
        awaitRunning(world, HookPhase.PRE_APPLY, 0);

        // When
        world.desire(second);

        // Then
        assertThat(world.finished(first)).isEmpty();
        assertThat(jobs(world)).singleElement().matches(job -> !job.terminating());
        letEnd(world, "migrate");
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(world.exists(A)).isFalse();
        assertThat(hooks().done()).containsOnlyKeys("pre-apply Job.batch/shop/migrate");
        world.plan(second);
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void releaseGoesOnWhereThePinThatWasToEndItEndsBeforeTheHook() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String uid = world.uid(A);
        world.push(migrating(uid));
        awaitRunning(world, HookPhase.PRE_APPLY, 0);
        Planned first = Planned.of(TARGET, "first").update(configMap("a", "1"), uid);
        world.plan(migrating(uid).rollingBackTo(first).state(State.BLOCKED));

        // When
        world.plan(migrating(uid).state(State.UNCHANGED));
        letEnd(world, "migrate");

        // Then
        assertThat(world.awaitEnd(migrating(uid)).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    private static Planned migrating(String uid) {
        return Planned.of(TARGET, "second")
                .update(configMap("a", "2"), uid)
                .hook(HookPhase.PRE_APPLY, job("migrate", "stuck"));
    }

    @Test
    void newerCommitEndsAHookThatAllowsIt() {
        // Given
        Planned first =
                Planned.of(TARGET, "first").hook(rule(HookPhase.PRE_APPLY, true, 60_000), job("migrate", "stuck"));
        world.push(first);
        awaitRunning(world, HookPhase.PRE_APPLY, 0);

        // When
        world.desire(Planned.of(TARGET, "second").create(configMap("a", "2")));

        // Then
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.SUPERSEDED);
        world.await().until(() -> jobs(world).isEmpty());
        assertThat(world.inventory().history().hooks()).isNull();
    }

    @Test
    void hookThatTakesTooLongIsEndedAndFails() {
        // Given
        Planned planned =
                Planned.of(TARGET, "first").hook(rule(HookPhase.PRE_APPLY, false, 1_000), job("migrate", "stuck"));

        // When
        DeploymentFinished finished = world.release(planned);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems().getFirst().message()).contains("did not end within 1 s");
        world.await().until(() -> jobs(world).isEmpty());
    }

    @Test
    void serverIsAskedBeforeTheTimeOfAHookIsOver() {
        // Given
        Planned planned =
                Planned.of(TARGET, "first").hook(rule(HookPhase.PRE_APPLY, false, 3_000), job("migrate", "stuck"));
        world.push(planned);
        awaitRunning(world, HookPhase.PRE_APPLY, 0);

        // When
        world.sandbox.faults().silenceWatches();
        letEnd(world, "migrate");

        // Then
        DeploymentFinished finished = world.awaitEnd(planned);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void hookIsNotLateWhileItsClusterDoesNotAnswer() {
        // Given
        Planned planned =
                Planned.of(TARGET, "first").hook(rule(HookPhase.PRE_APPLY, false, 2_000), job("migrate", "stuck"));
        world.push(planned);
        awaitRunning(world, HookPhase.PRE_APPLY, 0);
        Instant deadline = ((Step.Hooking) world.execution().step()).run().deadline();
        world.sandbox.faults().silenceWatches();
        world.sandbox.faults().inject(new RequestMatch("get", "batch/jobs"), new Fault.ServerError(503));

        // When
        letEnd(world, "migrate");
        world.await().until(() -> Instant.now().isAfter(deadline.plusMillis(500)));
        world.sandbox.faults().clear();

        // Then
        DeploymentFinished finished = world.awaitEnd(planned);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void hookThatSomebodyDeletesFails() {
        // Given
        Planned planned = Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, job("migrate", "stuck"));
        world.push(planned);
        awaitRunning(world, HookPhase.PRE_APPLY, 0);

        // When
        world.delete("Job.batch/shop/" + jobs(world).getFirst().name());

        // Then
        DeploymentFinished finished = world.awaitEnd(planned);
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems().getFirst().message()).contains("was deleted before it ended");
        world.await().until(() -> jobs(world).isEmpty());
    }

    @Test
    void earlierRunIsDeletedBeforeTheNextOne() {
        // Given
        world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, job("migrate", "run")));
        String earlier = jobs(world).getFirst().name();

        // When
        world.release(Planned.of(TARGET, "second").hook(HookPhase.PRE_APPLY, job("migrate", "run")));

        // Then
        assertThat(jobs(world))
                .extracting(Manifest::name)
                .doesNotContain(earlier)
                .hasSize(1);
    }

    @Test
    void objectGoesAsItsDeletePolicySays() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .hook(rule(HookPhase.PRE_APPLY, false, 60_000, DeletePolicy.SUCCEEDED), job("good", "run"))
                .hook(rule(HookPhase.PRE_APPLY, false, 60_000, DeletePolicy.SUCCEEDED), job("bad", "fail"));

        // When
        world.release(planned);

        // Then
        world.await().until(() -> names(world).equals(List.of("bad")));
    }

    @Test
    void podIsAHookToo() {
        // Given
        Planned planned = Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, """
            apiVersion: v1
            kind: Pod
            metadata: {name: check}
            spec: {restartPolicy: Never, containers: [{name: a, image: a}]}
            """);

        // Then
        assertThat(world.release(planned).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void objectOfAnotherKindIsThereUnderItsNameUntilTheHooksOfItsPhaseAreDone() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .hook(rule(HookPhase.PRE_APPLY, false, 60_000, DeletePolicy.SUCCEEDED), configMap("migrations", "1"))
                .hook(rule(HookPhase.PRE_APPLY, false, 60_000), configMap("kept", "1"))
                .hook(HookPhase.PRE_APPLY, job("migrate", "stuck"));
        world.push(planned);

        // When
        awaitRunning(world, HookPhase.PRE_APPLY, 2);

        // Then
        assertThat(world.exists("ConfigMap/shop/migrations")).isTrue();
        assertThat(world.recorded()).isEmpty();
        letEnd(world, "migrate");
        assertThat(world.awaitEnd(planned).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.exists("ConfigMap/shop/migrations")).isFalse();
        assertThat(world.exists("ConfigMap/shop/kept")).isTrue();
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void objectOfAnotherKindGoesAlsoWhereALaterHookFails() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first")
                .hook(rule(HookPhase.PRE_APPLY, false, 60_000, DeletePolicy.SUCCEEDED), configMap("migrations", "1"))
                .hook(HookPhase.PRE_APPLY, job("migrate", "fail")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.exists("ConfigMap/shop/migrations")).isFalse();
    }

    @Test
    void objectOfAnotherKindTakesThePlaceOfTheEarlierOneAndOfNobodyElses() {
        // Given
        world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, configMap("migrations", "1")));
        String earlier = world.uid("ConfigMap/shop/migrations");

        // When
        DeploymentFinished second =
                world.release(Planned.of(TARGET, "second").hook(HookPhase.PRE_APPLY, configMap("migrations", "2")));
        world.release(Planned.of(TARGET, "third").create(configMap("a", "1")));
        DeploymentFinished fourth =
                world.release(Planned.of(TARGET, "fourth").hook(HookPhase.PRE_APPLY, configMap("a", "2")));

        // Then
        assertThat(second.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.uid("ConfigMap/shop/migrations")).isNotEqualTo(earlier);
        assertThat(fourth.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(fourth.problems().getFirst().message())
                .isEqualTo("an object of this name exists that is not this run of the hook; delete it");
        assertThat(world.exists(A)).isTrue();
    }

    @Test
    void objectOfAnotherKindNeedsNoRightToListItsKind() {
        // Given
        String account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: migrations, namespace: shop}}";
        world.sandbox.faults().inject(new RequestMatch("list", "serviceaccounts"), new Fault.Forbidden());

        // When
        DeploymentFinished first = world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, account));
        String earlier = world.uid("ServiceAccount/shop/migrations");
        DeploymentFinished second = world.release(
                Planned.of(TARGET, "second").create(configMap("a", "1")).hook(HookPhase.PRE_APPLY, account));

        // Then
        assertThat(first.outcome()).as("%s", first.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(second.outcome()).as("%s", second.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.uid("ServiceAccount/shop/migrations")).isNotEqualTo(earlier);
    }

    @Test
    void earlierObjectOfAnotherKindThatMayNotBeDeletedFailsTheRelease() {
        // Given
        world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, configMap("migrations", "1")));
        world.sandbox.faults().inject(new RequestMatch("delete", "configmaps"), new Fault.Forbidden());

        // When
        DeploymentFinished second =
                world.release(Planned.of(TARGET, "second").hook(HookPhase.PRE_APPLY, configMap("migrations", "2")));

        // Then
        assertThat(second.problems()).extracting(Problem::reason).containsExactly("Forbidden");
    }

    @Test
    void earlierObjectOfAnotherKindThatDoesNotGoIsWaitedForAsLongAsTheHookMayRun() {
        // Given
        world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, configMap("migrations", "1")));
        world.patch(
                "ConfigMap/shop/migrations",
                Map.of("metadata", Map.of("finalizers", List.of("example.com/guard"))),
                "kubectl-patch");

        // When
        DeploymentFinished second = world.release(Planned.of(TARGET, "second")
                .hook(
                        rule(HookPhase.PRE_APPLY, false, 1_000, DeletePolicy.BEFORE_CREATE),
                        configMap("migrations", "2")));

        // Then
        assertThat(second.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).isEqualTo("an earlier run of the hook is being deleted"));
    }

    @Test
    void hookWhoseObjectMayNotBeLetGoHoldsNothingUp() {
        // Given
        world.sandbox.faults().inject(new RequestMatch("patch", "batch/jobs"), new Fault.Forbidden());

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first")
                .hook(HookPhase.PRE_APPLY, job("migrate", "run"))
                .create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.story())
                .anyMatch(line -> line.startsWith(
                        "an object of the pre-apply hooks cannot be let go, and stays: Job.batch/shop/migrate-"));
    }

    @Test
    void hookThatTheClusterRefusesIsTriedAgainWithBackOff() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .hook(HookPhase.PRE_APPLY, job("migrate", "run").replace("Never", "Sometimes"));

        // When
        DeploymentFinished finished = world.release(planned);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems().getFirst().reason()).isEqualTo("Refused");
        assertThat(world.inventory().retry()).isNotNull();
        assertThat(world.inventory().history().hooks()).isNull();
    }

    @Test
    void namespaceIsThereBeforeTheFirstHook() {
        // Given
        world.delete("Namespace//shop");
        world.await().until(() -> !world.exists("Namespace//shop"));

        // When
        Planned planned =
                Planned.of(TARGET, "first").ensureNamespace().hook(HookPhase.PRE_APPLY, job("migrate", "run"));

        // Then
        assertThat(world.release(planned).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void statusSaysWhichHookIsWaitedFor() {
        // When
        world.push(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, job("migrate", "stuck")));
        awaitRunning(world, HookPhase.PRE_APPLY, 0);

        // Then
        world.await().until(() -> world.state().waitingFor().equals("the pre-apply hook to end"));
    }

    private Inventory.Hooks hooks() {
        return Objects.requireNonNull(world.inventory().history().hooks());
    }
}
