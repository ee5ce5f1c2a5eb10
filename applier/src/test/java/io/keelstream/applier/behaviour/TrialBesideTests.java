package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.jobs;
import static io.keelstream.applier.behaviour.HookWorld.letEnd;
import static io.keelstream.applier.behaviour.HookWorld.letFail;
import static io.keelstream.applier.behaviour.HookWorld.names;
import static io.keelstream.applier.behaviour.HookWorld.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Load and checks run beside a canary while it has traffic, once per trial, and end with it. */
class TrialBesideTests extends SandboxedTrial {

    private static final String LOAD = "the canary-load hook Job.batch/shop/load ";
    private static final String CHECK = "the canary-check hook Job.batch/shop/check ";

    @Test
    void loadBeginsBeforeTheFirstTrafficAndEndsWithThePromotion() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned()
                .hook(HookPhase.CANARY, job("smoke", "run"))
                .hook(HookPhase.CANARY_LOAD, job("load", "stuck"));

        // When
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // Then
        assertThat(names(trial.world)).containsExactlyInAnyOrder("smoke", "load");
        assertThat(trial.world.story().stream()
                        .filter(line -> line.startsWith("the canary hook")
                                || line.startsWith("running the canary-load")
                                || line.startsWith("shifting"))
                        .limit(3))
                .containsExactly(
                        "the canary hook Job.batch/shop/smoke succeeded",
                        "running the canary-load hook Job.batch/shop/load",
                        "shifting traffic: canary 10 % (step 1 of 2)");
        awaitStatus(LOAD + "runs");
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        awaitOnly("smoke");
    }

    @Test
    void hooksBesideATrialKnowWhereBothVersionsAnswer() {
        // When
        trial.world.push(trial.second().planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck")));
        trial.world.await().until(() -> names(trial.world).contains("load"));

        // Then
        Object container = Manifest.list(jobs(trial.world).getFirst().at("spec", "template", "spec", "containers"))
                .getFirst();
        assertThat(Manifest.list(Manifest.map(container).get("env")))
                .containsExactly(
                        Map.of("name", "KEELSTREAM_BASELINE_URL", "value", "http://checkout-baseline.shop.svc:80"),
                        Map.of("name", "KEELSTREAM_CANARY_URL", "value", "http://checkout-canary.shop.svc:80"));
    }

    @Test
    void loadThatFailsIsReportedAndDecidesNothing() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck"));
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        letFail(trial.world, "load");

        // Then
        awaitStatus(LOAD + "failed: ");
        assertThat(trial.world.story())
                .anyMatch(line -> line.startsWith("canary 10 % (step 1 of 2): " + LOAD + "failed: "));
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(names(trial.world)).containsExactly("load");
    }

    @Test
    void loadThatTheClusterRefusesIsReportedAndDecidesNothing() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned()
                .hook(
                        HookPhase.CANARY_LOAD,
                        job("load", "run").replace("restartPolicy: Never", "restartPolicy: Always"));

        // When
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // Then
        awaitStatus(LOAD + "could not be created: ");
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void loadThatCannotBeCreatedInTimeIsReportedAndDecidesNothing() {
        // Given
        TrialDraft draft = trial.second().timeout(4_000);
        Planned second = draft.planned().hook(HookPhase.CANARY_LOAD, job("load", "run"));
        trial.world.sandbox.faults().inject(new RequestMatch("create", "batch/jobs"), new Fault.WebhookAway());

        // When
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // Then
        awaitStatus(LOAD + "could not be created: ");
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void loadThatSomebodyDeletesIsReportedAndNotRunAgain() {
        // Given
        TrialDraft draft = trial.second();
        try (JobCount count = JobCount.of(trial.world)) {
            Planned second = draft.planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck"));
            trial.world.push(second);
            trial.awaitGate(0, Need.NO_HARM);

            // When
            trial.world.delete("Job.batch/shop/" + jobs(trial.world).getFirst().name());

            // Then
            awaitStatus(LOAD + "was deleted before it ended");
            trial.passAll(draft);
            assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
            count.assertThatEachHookRanOnce("load");
            awaitOnly();
        }
    }

    @Test
    void checkThatFailsTakesTheTrafficBackAndBlocksTheVersion() {
        // Given
        Planned second = trial.second().planned().hook(HookPhase.CANARY_CHECK, job("check", "stuck"));
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        letFail(trial.world, "check");

        // Then
        DeploymentFinished finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).first().satisfies(problem -> {
            assertThat(Reason.CANARY_HARM.is(problem)).isTrue();
            assertThat(problem.message()).startsWith("the canary failed: " + CHECK + "failed: ");
        });
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
    }

    @Test
    void checkThatFailsIsReportedAloneWhereVerdictsAreObserved() {
        // Given
        Planned second = trial.second().observing().planned().hook(HookPhase.CANARY_CHECK, job("check", "fail"));

        // When
        trial.world.push(second);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.world.story()).anyMatch(line -> line.contains(CHECK + "failed: "));
    }

    @Test
    void promotionWaitsUntilACheckHasSucceeded() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned().hook(HookPhase.CANARY_CHECK, job("check", "stuck"));
        trial.world.push(second);

        // When
        trial.passAll(draft);

        // Then
        awaitStatus(CHECK + "has to succeed before the promotion");
        trial.awaitGate(1, Need.WATCH);
        assertStays();
        letEnd(trial.world, "check");
        trial.answer(trial.awaitGate(1, Need.PASS), Verdict.PASS);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.world.story()).contains("canary 50 % (step 2 of 2): " + CHECK + "ended well");
    }

    @Test
    void approvalOfTheLastStepIsNotAskedForBeforeACheckHasSucceeded() {
        // Given
        TrialDraft draft = trial.second().weights(10).approved();
        Planned second = draft.planned().hook(HookPhase.CANARY_CHECK, job("check", "stuck"));
        trial.world.push(second);

        // When
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);

        // Then
        trial.world.await().until(() -> held(Cause.CHECKS));
        assertStays();
        assertThat(held(Cause.CHECKS)).isTrue();
        letEnd(trial.world, "check");
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);
        trial.world.await().until(() -> held(Cause.APPROVAL));
        trial.awaitAnswer(trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0)));
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void promotionInFullEndsACheckThatRuns() {
        // Given
        Planned second = trial.second().planned().hook(HookPhase.CANARY_CHECK, job("check", "stuck"));
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.awaitAnswer(trial.decide(Kind.PROMOTE, Named.deployment(trial.deployment())));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        awaitOnly();
    }

    @Test
    void checkThatTakesTooLongIsHarm() {
        // Given
        Planned second =
                trial.second().planned().hook(rule(HookPhase.CANARY_CHECK, false, 1_500), job("check", "stuck"));

        // When
        trial.world.push(second);

        // Then
        DeploymentFinished finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems().getFirst().message()).contains(CHECK + "did not end within 1 s");
        awaitOnly();
    }

    @Test
    void serverIsAskedBeforeTheTimeOfACheckIsOver() {
        // Given
        Planned second =
                trial.second().planned().hook(rule(HookPhase.CANARY_CHECK, false, 4_000), job("check", "stuck"));
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.sandbox.faults().silenceWatches();
        letEnd(trial.world, "check");

        // Then
        awaitStatus(CHECK + "ended well");
    }

    @Test
    void checkThatDeletesItselfAtOnceHasSucceeded() {
        // Given
        TrialDraft draft = trial.second();
        Planned second =
                draft.planned().hook(HookPhase.CANARY_CHECK, job("check", "run", "ttlSecondsAfterFinished: 0"));

        // When
        trial.world.push(second);
        awaitStatus(CHECK + "ended well");
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        awaitOnly();
    }

    @Test
    void abortEndsTheLoad() {
        // Given
        Planned second = trial.second().planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck"));
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.awaitAnswer(trial.decide(Kind.ABORT, Named.deployment(trial.deployment())));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        awaitOnly();
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void loadThatMayNotBeDeletedKeepsNoCopiesAndIsReported() {
        // Given
        TrialDraft draft = trial.second().weights(10).timeout(4_000);
        Planned second = draft.planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck"));
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        trial.world.sandbox.faults().inject(new RequestMatch("patch", "batch/jobs"), new Fault.Forbidden());

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        DeploymentFinished finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems().getLast().where()).startsWith("Job.batch/shop/load");
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void whatMayNotBeDeletedOfATrialIsReportedTogether() {
        // Given
        TrialDraft draft = trial.second().weights(10).timeout(4_000);
        Planned second = draft.planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck"));
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        trial.world.sandbox.faults().inject(new RequestMatch("patch", "batch/jobs"), new Fault.Forbidden());
        trial.world.sandbox.faults().inject(new RequestMatch("delete", "apps/deployments"), new Fault.Forbidden());

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).problems())
                .extracting(Problem::where)
                .anyMatch(where -> where.startsWith("Job.batch/shop/load"))
                .contains(TrialWorld.CANARY);
    }

    @Test
    void loadThatCannotBeDeletedYetKeepsItsCopiesForALimitedTime() {
        // Given
        TrialDraft draft = trial.second().weights(10).timeout(3_000);
        Planned second = draft.planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck"));
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        trial.world.sandbox.faults().inject(new RequestMatch("patch", "batch/jobs"), new Fault.WebhookAway());

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        trial.world.await().until(() -> trial.copies().isEmpty());
        assertThat(trial.world.finished(second)).isEmpty();
        trial.world.sandbox.faults().clear();
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        awaitOnly();
    }

    @Test
    void newerCommitThatEndsTheTrialEndsTheLoad() {
        // Given
        Planned second = trial.second().restarting().planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck"));
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.desire(Planned.of(ApplyingSandbox.TARGET, "third").create(Yaml.configMap("a", "1")));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        awaitOnly();
    }

    @Test
    void newerCommitThatTakesTheTrialOverKeepsItsLoad() {
        // Given
        Planned second = trial.second().planned().hook(HookPhase.CANARY_LOAD, job("load", "stuck"));
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        AnalysisRequest gate = trial.awaitGate(1, Need.PASS);
        trial.awaitStep(Step.Analysing.class);
        String load = jobs(trial.world).getFirst().uid();

        // When
        Planned third = new TrialDraft(trial.world, "third")
                .takingOver(trial.world.inventory().release().trial().begunBy())
                .hook(HookPhase.CANARY_LOAD, job("other", "stuck"));
        trial.world.push(third);
        trial.world
                .await()
                .until(() ->
                        trial.world.execution().accepted().revision().commit().equals(third.commit()));

        // Then
        awaitStatus(LOAD + "runs");
        assertThat(jobs(trial.world)).extracting(Manifest::uid).containsExactly(load);
        trial.answer(gate, Verdict.PASS);
        assertThat(trial.world.awaitEnd(third).outcome()).isEqualTo(Outcome.HEALTHY);
        awaitOnly();
    }

    private void awaitStatus(String text) {
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("; " + text));
    }

    /** These hooks' Jobs are what is left. */
    private void awaitOnly(String... names) {
        trial.world.await().until(() -> names(trial.world).equals(List.of(names)));
    }

    private boolean held(Cause cause) {
        TrialHold hold = trial.world.state().canary().hold();
        return hold != null && hold.cause() == cause;
    }

    private void assertStays() {
        trial.world.await().during(Duration.ofMillis(500)).until(() -> trial.step() instanceof Step.Analysing);
    }
}
