package io.keelstream.applier.behaviour;

import static io.keelstream.contracts.deployment.Outcome.HEALTHY;
import static io.keelstream.contracts.deployment.Outcome.REHEARSED;
import static io.keelstream.contracts.deployment.Outcome.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rehearsal: the version that runs is on trial against itself, step by step, and nothing is promoted. */
class RehearsalTests extends SandboxedTrial {

    @Test
    void everyStepIsTakenAndNothingIsPromoted() {
        // Given
        Inventory before = trial.world.inventory();
        Object generation = trial.world.live(TrialWorld.STABLE).metadata().get("generation");
        TrialDraft draft = trial.first();

        // When
        trial.world.plan(draft.rehearsal());
        trial.passAll(draft);

        // Then
        DeploymentFinished finished = trial.awaitRehearsed();
        assertThat(finished.outcome()).isEqualTo(REHEARSED);
        assertThat(finished.execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(finished.problems()).isEmpty();
        assertThat(finished.changes()).isEqualTo(ChangeSummary.NONE);
        assertThat(trial.world.events(DeploymentStarted.class))
                .last()
                .satisfies(started -> assertThat(started.deployment().trigger()).isEqualTo(Trigger.REHEARSAL));
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 0L);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.world.live(TrialWorld.STABLE).metadata().get("generation"))
                .isEqualTo(generation);
        Inventory after = trial.world.inventory();
        assertThat(after.applied()).isEqualTo(before.applied());
        assertThat(after.history()).isEqualTo(before.history());
        assertThat(after.release()).isNull();
        assertThat(trial.world.state().lastOutcome()).isEqualTo("REHEARSED");
        assertThat(trial.world.story())
                .contains(
                        "analysing rehearsal 10 % (step 1 of 2)",
                        "the rehearsal is over: the traffic leaves the canary");
    }

    @Test
    void statusCallsItByItsName() {
        // When
        trial.world.plan(trial.first().rehearsal());
        trial.awaitGate(0, Need.NO_HARM);

        // Then
        trial.world
                .await()
                .untilAsserted(() -> assertThat(trial.world.state().waitingFor())
                        .isEqualTo("rehearsal 10 % (step 1 of 2), the analysis begins"));
        assertThat(trial.world.state().canary())
                .satisfies(canary -> assertThat(canary.rehearses()).isTrue());
    }

    @Test
    void equalVersionsThatAreToldApartEndItAndBlockNothing() {
        // Given
        trial.world.plan(trial.first().rehearsal());

        // When
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.FAIL);

        // Then
        DeploymentFinished finished = trial.awaitRehearsed();
        assertThat(finished.outcome()).isEqualTo(REHEARSED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo(Reason.CANARY_ARMS_DIFFER.label());
            assertThat(problem.message())
                    .startsWith("two equal versions were told apart: because the test says so. Likely causes: ")
                    .contains("analysis.warmup", "canary.replicas");
        });
        assertThat(trial.world.inventory().history().block()).isNull();
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.world.state().conditions()).anyMatch(Reason.CANARY_ARMS_DIFFER::is);
    }

    @Test
    void endWaitsUntilACheckBesideItHasSucceeded() {
        // Given
        TrialDraft draft = trial.first();
        trial.world.plan(draft.rehearsal().hook(HookPhase.CANARY_CHECK, HookWorld.job("check", "stuck")));

        // When
        trial.passAll(draft);

        // Then
        trial.world
                .await()
                .until(() -> trial.world.state().waitingFor().contains("check has to succeed before its end"));
        trial.awaitGate(1, Need.WATCH);
        trial.world.await().during(Duration.ofMillis(500)).until(() -> trial.step() instanceof Step.Analysing);
        HookWorld.letEnd(trial.world, "check");
        trial.answer(trial.awaitGate(1, Need.PASS), Verdict.PASS);
        assertThat(trial.awaitRehearsed().problems()).isEmpty();
    }

    @Test
    void checkBesideItThatFailsEndsItAndIsReportedAsWhatItIs() {
        // Given
        trial.world.plan(trial.first().rehearsal().hook(HookPhase.CANARY_CHECK, HookWorld.job("check", "stuck")));
        trial.awaitGate(0, Need.NO_HARM);

        // When
        HookWorld.letFail(trial.world, "check");

        // Then
        assertThat(trial.awaitRehearsed().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo(Reason.HOOK_FAILED.label());
            assertThat(problem.where()).contains("check");
        });
        assertThat(trial.world.inventory().history().block()).isNull();
    }

    @Test
    void promoteIsRefusedAndAbortEndsIt() {
        // Given
        trial.world.plan(trial.first().rehearsal());
        trial.awaitGate(0, Need.NO_HARM);
        String deployment = trial.deployment();

        // When
        DecisionAnswer step = trial.awaitAnswer(trial.decide(Kind.PROMOTE, Named.step(deployment, 0)));
        DecisionAnswer full = trial.awaitAnswer(trial.decide(Kind.PROMOTE, Named.deployment(deployment)));
        Decision abort = trial.decide(Kind.ABORT, Named.deployment(deployment));

        // Then
        assertThat(List.of(step, full)).allSatisfy(answer -> {
            assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(answer.message())
                    .isEqualTo(
                            "rehearsal 10 % (step 1 of 2) promotes nothing: the version that runs is on trial against"
                                    + " itself. It ends by itself, or by keelstream abort production/shop");
        });
        DeploymentFinished finished = trial.awaitRehearsed();
        assertThat(finished.outcome()).isEqualTo(REHEARSED);
        assertThat(finished.problems())
                .extracting(Problem::message)
                .containsExactly("the rehearsal was aborted by ada: because the test says so");
        assertThat(trial.awaitAnswer(abort).outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(trial.world.inventory().history().block()).isNull();
    }

    @Test
    void whatIsNotProvenInTimeIsOver() {
        // Given
        trial.world.plan(trial.first().onInconclusive(OnInconclusive.ROLLBACK).rehearsal());

        // When
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.INCONCLUSIVE);

        // Then
        DeploymentFinished finished = trial.awaitRehearsed();
        assertThat(finished.outcome()).isEqualTo(REHEARSED);
        assertThat(finished.problems())
                .extracting(Problem::message)
                .containsExactly("two equal versions were not proven equal in time: because the test says so");
        assertThat(trial.world.inventory().history().block()).isNull();
    }

    @Test
    void copiesThatDoNotStartEndItAndBlockNothing() {
        // When
        trial.world.plan(trial.first().canary("crash").timeout(1_000).rehearsal());

        // Then
        DeploymentFinished finished = trial.awaitRehearsed();
        assertThat(finished.outcome()).isEqualTo(REHEARSED);
        assertThat(finished.problems()).isNotEmpty();
        assertThat(trial.canaryWeights()).containsExactly(0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.world.inventory().history().block()).isNull();
    }

    @Test
    void newerCommitEndsItAtOnceWhateverItPutsOnTrial() {
        // Given
        trial.world.plan(trial.first().rehearsal());
        trial.awaitGate(0, Need.NO_HARM);
        Planned same = trial.second().takingOver(trial.deployment());

        // When
        trial.world.push(same);

        // Then
        assertThat(trial.awaitRehearsed().outcome()).isEqualTo(SUPERSEDED);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.inventory().release()).isNull();

        // When
        Planned second = trial.second().ordinary();
        trial.world.plan(second);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
        assertThat(trial.image()).isEqualTo("shop:2");
    }

    @Test
    void gateOfARehearsalIsThatOfAnyTrial() {
        // When
        trial.world.plan(trial.first().rehearsal());
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);

        // Then
        assertThat(gate.trial()).isEqualTo(TrialDraft.digest() + "/" + trial.deployment());
        assertThat(gate.canary().pods()).isEqualTo("checkout-canary-.*");
        assertThat(gate.baseline().pods()).isEqualTo("checkout-baseline-.*");
    }
}
