package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.HookWorld.awaitRunning;
import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.jobs;
import static io.keelstream.applier.behaviour.HookWorld.letEnd;
import static io.keelstream.applier.behaviour.HookWorld.names;
import static io.keelstream.applier.behaviour.HookWorld.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hooks test the copies of a canary before they get traffic. */
class TrialHookTests extends SandboxedTrial {

    private static final RequestMatch CREATION = new RequestMatch("create", "batch/jobs");

    @Test
    void canaryThatPassesItsHooksGetsTraffic() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned()
                .hook(HookPhase.CANARY, job("smoke", "stuck"))
                .hook(HookPhase.POST_APPLY, job("after", "run"))
                .hook(HookPhase.ON_FAILURE, job("alarm", "run"));
        trial.world.push(second);
        awaitRunning(trial.world, HookPhase.CANARY, 0);
        assertThat(trial.canaryWeights()).isSubsetOf(0L);
        assertThat(trial.gate()).isNull();
        assertThat(Objects.requireNonNull(trial.world.state().canary()).weight())
                .isZero();

        // When
        letEnd(trial.world, "smoke");
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(names(trial.world)).containsExactlyInAnyOrder("smoke", "after");
    }

    @Test
    void hookKnowsWhereTheCanaryAnswers() {
        // When
        Planned second = trial.second().planned().hook(HookPhase.CANARY, job("smoke", "stuck"));
        trial.world.push(second);
        awaitRunning(trial.world, HookPhase.CANARY, 0);

        // Then
        Manifest job = jobs(trial.world).getFirst();
        Object container =
                Manifest.list(job.at("spec", "template", "spec", "containers")).getFirst();
        assertThat(Manifest.list(Manifest.map(container).get("env")))
                .contains(Map.of("name", "KEELSTREAM_CANARY_URL", "value", "http://checkout-canary.shop.svc:80"));
    }

    @Test
    void canaryThatFailsItsHooksNeverGetsTraffic() {
        // Given
        String before = trial.world.inventory().appliedBundle();
        Planned second = trial.second()
                .planned()
                .hook(HookPhase.CANARY, job("smoke", "fail"))
                .hook(HookPhase.ON_FAILURE, job("alarm", "run"));

        // When
        trial.world.push(second);

        // Then
        DeploymentFinished finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(Reason.HOOK_FAILED::is);
        assertThat(trial.canaryWeights()).isSubsetOf(0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.inventory().appliedBundle()).isEqualTo(before);
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
        assertThat(names(trial.world)).containsExactlyInAnyOrder("smoke", "alarm");
    }

    @Test
    void hookOfAWaveRunsInThePromotionWhileTheCanaryKeepsItsTraffic() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned().hook(HookWorld.inWave(0), job("seed", "stuck"));
        trial.world.push(second);
        trial.passAll(draft);

        // When
        awaitRunning(trial.world, HookPhase.SYNC, 0);

        // Then
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.weights()).containsEntry("checkout-canary", 10L);
        trial.world
                .await()
                .until(() ->
                        Objects.requireNonNull(trial.world.state().canary()).step() == null);
        var promote = trial.decide(Kind.PROMOTE, Named.deployment(trial.deployment()));
        assertThat(trial.awaitAnswer(promote).message()).contains("the canary is being promoted");
        letEnd(trial.world, "seed");
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void harmEndsTheHookOfAPromotionAndTakesTheCanaryBack() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned().hook(HookWorld.inWave(0), job("seed", "stuck"));
        trial.world.push(second);
        trial.passAll(draft);
        awaitRunning(trial.world, HookPhase.SYNC, 0);

        // When
        trial.answer(Objects.requireNonNull(trial.gate()), Verdict.FAIL);

        // Then
        DeploymentFinished finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems().getFirst().message()).contains("because the test says so");
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.copies()).isEmpty();
        trial.world.await().until(() -> jobs(trial.world).isEmpty());
        assertThat(trial.world.inventory().history().block()).isNotNull();
    }

    @Test
    void abortEndsTheHookOfAPromotionAndTakesTheCanaryBack() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned().hook(HookWorld.inWave(0), job("seed", "stuck"));
        trial.world.push(second);
        trial.passAll(draft);
        awaitRunning(trial.world, HookPhase.SYNC, 0);

        // When
        var answer = trial.awaitAnswer(trial.decide(Kind.ABORT, Named.deployment(trial.deployment())));

        // Then
        assertThat(answer.message()).contains("a hook runs in the promotion of the canary: aborted by ada");
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
        trial.world.await().until(() -> jobs(trial.world).isEmpty());
    }

    @Test
    void rehearsalWhoseHookFailsIsOverAndBlocksNothing() {
        // Given
        Inventory before = trial.world.inventory();

        // When
        trial.world.plan(trial.first().rehearsal().hook(HookPhase.CANARY, job("smoke", "fail")));

        // Then
        DeploymentFinished finished = trial.awaitRehearsed();
        assertThat(finished.outcome()).isEqualTo(Outcome.REHEARSED);
        assertThat(finished.problems()).anyMatch(Reason.HOOK_FAILED::is);
        assertThat(trial.canaryWeights()).isSubsetOf(0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.world.inventory().history()).isEqualTo(before.history());
        assertThat(names(trial.world)).containsExactly("smoke");
    }

    @Test
    void abortEndsTheHookThatTestsTheCanary() {
        // Given
        Planned second = trial.second().planned().hook(HookPhase.CANARY, job("smoke", "stuck"));
        trial.world.push(second);
        awaitRunning(trial.world, HookPhase.CANARY, 0);

        // When
        var answer = trial.awaitAnswer(trial.decide(Kind.ABORT, Named.deployment(trial.deployment())));

        // Then
        assertThat(answer.message()).contains("a hook tests the canary: aborted by ada");
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        trial.world.await().until(() -> jobs(trial.world).isEmpty());
        assertThat(trial.copies()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CANARY", "CANARY_LOAD", "CANARY_CHECK"})
    void abortEndsATrialWhoseHookCannotBeCreated(HookPhase phase) {
        // Given
        Planned second = trial.second().planned().hook(phase, job("smoke", "run"));
        trial.world.sandbox.faults().inject(CREATION, new Fault.WebhookAway());
        trial.world.push(second);
        trial.world.await().until(() -> trial.world.sandbox.faults().hits() > 0);

        // When
        var answer = trial.awaitAnswer(trial.decide(Kind.ABORT, Named.deployment(trial.deployment())));

        // Then
        assertThat(answer.message())
                .isEqualTo("before the " + phase.word() + " hook began: aborted by ada: because the test says so");
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(jobs(trial.world)).isEmpty();
        assertThat(trial.copies()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CANARY", "CANARY_CHECK"})
    void hookThatCannotBeCreatedInTimeEndsTheTrial(HookPhase phase) {
        // Given
        Planned second = trial.second().planned().hook(rule(phase, false, 1_500), job("smoke", "run"));
        trial.world.sandbox.faults().inject(CREATION, new Fault.WebhookAway());

        // When
        trial.world.push(second);

        // Then
        DeploymentFinished finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(Reason.DEPENDENCY_UNAVAILABLE::is);
        assertThat(trial.canaryWeights()).isSubsetOf(0L);
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void hookThatTheClusterTakesLaterRunsAllTheSame() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned().hook(HookPhase.CANARY, job("smoke", "run"));
        trial.world.sandbox.faults().inject(CREATION, new Fault.WebhookAway());
        trial.world.push(second);
        trial.world.await().until(() -> trial.world.sandbox.faults().hits() > 0);

        // When
        trial.world.sandbox.faults().clear();

        // Then
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void retriedTrialRunsItsHooksAgain() {
        // Given
        Planned second = trial.second().planned().hook(HookPhase.CANARY, job("smoke", "fail"));
        trial.world.push(second);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        String failed = trial.deployment();

        // When
        trial.awaitAnswer(trial.decide(Kind.RETRY, Named.deployment(failed)));
        TrialDraft draft = new TrialDraft(trial.world, "again");
        Planned again = draft.planned().hook(HookPhase.CANARY, job("smoke", "run"));
        trial.world.push(again);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(again).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(names(trial.world)).containsExactly("smoke");
    }

    @Test
    void newerCommitEndsATrialThatHasNoTrafficYetAfterItsHook() {
        // Given
        Planned second = trial.second().restarting().planned().hook(HookPhase.CANARY, job("smoke", "stuck"));
        trial.world.push(second);
        awaitRunning(trial.world, HookPhase.CANARY, 0);

        // When
        trial.world.desire(Planned.of(ApplyingSandbox.TARGET, "third").create(Yaml.configMap("a", "1")));
        letEnd(trial.world, "smoke");

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(trial.copies()).isEmpty();
    }
}
