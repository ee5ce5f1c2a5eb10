package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.contracts.deployment.Outcome.HEALTHY;
import static io.keelstream.contracts.deployment.Outcome.ROLLED_BACK;
import static io.keelstream.contracts.deployment.Outcome.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.CanaryState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people decide about a running trial, and what becomes of it. */
class TrialDecisionTests extends SandboxedTrial {

    private static final Duration A_MOMENT = Duration.ofMillis(400);

    @Test
    void promoteEndsAHoldAndTheNextStepBegins() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        hold(0);

        // When
        Decision promote = trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0));

        // Then
        DecisionAnswer answer = trial.awaitAnswer(promote);
        assertThat(answer.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(answer.message()).isEqualTo("canary 10 % (step 1 of 2): promoted by ada: because the test says so");
        trial.awaitGate(1, Need.PASS);
        assertThat(trial.weights()).containsEntry("checkout-canary", 50L);
        assertThat(trial.world.story()).contains(answer.message());
    }

    @Test
    void promoteInFullNeedsNoVerdict() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        Decision promote = trial.decide(Kind.PROMOTE, Named.deployment(trial.deployment()));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
        assertThat(trial.awaitAnswer(promote).outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
    }

    @Test
    void lastStepIsNotPromotedWithoutAPass() {
        // Given
        trial.world.push(trial.second().weights(10).planned());
        trial.awaitGate(0, Need.PASS);

        // When
        Decision promote = trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0));

        // Then
        DecisionAnswer answer = trial.awaitAnswer(promote);
        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.reason()).isEqualTo(Reason.DECISION_OVERRULED.label());
        assertThat(answer.message()).contains("needs a verdict PASS", "--full");
        assertThat(trial.image()).isEqualTo("shop:1");
    }

    @Test
    void canaryThatFailedIsNotPromoted() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);

        // When
        Decision promote = trial.undelivered(Kind.PROMOTE, Named.deployment(trial.deployment()));
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.awaitAnswer(promote).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(ROLLED_BACK);
    }

    @Test
    void abortTakesTheTrafficBackAndBlocksTheVersion() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        Decision abort = trial.decide(Kind.ABORT, Named.deployment(trial.deployment()));

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(Reason.CANARY_ABORTED::is);
        assertThat(trial.awaitAnswer(abort).outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
        assertThat(trial.world.inventory().history().block().cause()).contains("aborted by ada");
    }

    @Test
    void abortDeletesTheCopiesWhereReplicasSplitTheTraffic() {
        // Given
        Planned second = trial.second().byReplicas().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        trial.awaitGate(1, Need.PASS);

        // When
        trial.decide(Kind.ABORT, Named.deployment(trial.deployment()));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(ROLLED_BACK);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.live(TrialWorld.STABLE).status().get("readyReplicas"))
                .isEqualTo(2L);
    }

    @Test
    void abortDuringThePromotionGivesTheWorkloadItsVersionBack() {
        // Given
        TrialDraft draft = trial.second().weights(10).promoted("stuck");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.await().until(() -> trial.image().equals("shop:2"));

        // When
        trial.decide(Kind.ABORT, Named.deployment(trial.deployment()));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void abortTakesPrecedenceOverPromote() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        Decision promote = trial.undelivered(Kind.PROMOTE, Named.deployment(trial.deployment()));
        Decision abort = trial.decide(Kind.ABORT, Named.deployment(trial.deployment()));

        // Then
        assertThat(trial.awaitAnswer(abort).outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(trial.awaitAnswer(promote).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(ROLLED_BACK);
    }

    @Test
    void pausedCanaryKeepsItsShareUntilItIsResumed() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        Decision pause = trial.decide(Kind.PAUSE, Named.NOTHING);

        // Then
        assertThat(trial.awaitAnswer(pause).outcome()).isEqualTo(Outcome.HONOURED);
        trial.answer(trial.awaitGate(0, Need.WATCH), Verdict.PASS);
        trial.world.await().during(A_MOMENT).until(() -> trial.weights().get("checkout-canary") == 10L);
        trial.world.await().untilAsserted(() -> {
            assertThat(trial.world.state().waitingFor()).contains("paused by ada", "keelstream resume " + TARGET);
            assertThat(trial.world.state().canary().hold().cause()).isEqualTo(Cause.PAUSED);
        });
        Decision resume = trial.decide(Kind.RESUME, Named.NOTHING);
        assertThat(trial.awaitAnswer(resume).outcome()).isEqualTo(Outcome.HONOURED);
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void harmEndsAPause() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        trial.decide(Kind.PAUSE, Named.NOTHING);

        // When
        trial.answer(trial.awaitGate(0, Need.WATCH), Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(ROLLED_BACK);
    }

    @Test
    void hardPauseKeepsTheShareWhateverHappensAndAbortEndsIt() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        trial.awaitAnswer(trial.decide(Kind.PAUSE, Named.EVERYTHING));

        // When
        trial.answer(trial.awaitGate(0, Need.WATCH), Verdict.FAIL);
        trial.world.desire(Planned.of(TARGET, "third"));

        // Then
        trial.world.await().during(A_MOMENT).until(() -> trial.weights().get("checkout-canary") == 10L);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("paused hard by ada"));
        trial.decide(Kind.ABORT, Named.deployment(trial.deployment()));
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(ROLLED_BACK);
    }

    @Test
    void pauseDuringThePromotionIsNotedAndTheNextCommitWaits() {
        // Given
        TrialDraft draft = trial.second().weights(10).promoted("stuck");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.await().until(() -> trial.image().equals("shop:2"));

        // When
        Decision pause = trial.decide(Kind.PAUSE, Named.NOTHING);

        // Then
        assertThat(trial.awaitAnswer(pause).outcome()).isEqualTo(Outcome.HONOURED);
        trial.decide(Kind.ABORT, Named.deployment(trial.deployment()));
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(ROLLED_BACK);
        trial.world.push(Planned.of(TARGET, "third").create(TrialDraft.service("other")));
        trial.world.await().until(() -> trial.world.state().heldByPause() != null);
    }

    @Test
    void pauseThatExpiresOrIsWithdrawnIsOver() {
        // Given
        trial.world.push(trial.second().planned());
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.decide(Kind.PAUSE, Named.NOTHING, 1_500L);
        trial.awaitGate(0, Need.WATCH);

        // Then
        trial.awaitGate(0, Need.NO_HARM);
        trial.decide(Kind.PAUSE, Named.NOTHING);
        trial.awaitGate(0, Need.WATCH);
        trial.world.put(Topic.DECISION, Kind.PAUSE.key(TARGET), null);
        trial.awaitGate(0, Need.NO_HARM);
    }

    @Test
    void pauseWhileTheCopiesStartKeepsTheTrafficAway() {
        // Given
        Planned second = trial.second().canary("stuck").planned();
        trial.world.push(second);
        trial.awaitStep(Step.Preparing.class);

        // When
        trial.decide(Kind.PAUSE, Named.NOTHING);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("paused by ada"));
        trial.world.unstick("checkout-canary");

        // Then
        trial.world.await().during(A_MOMENT).until(() -> trial.step() instanceof Step.Preparing);
        assertThat(trial.canaryWeights()).containsExactly(0L);
        trial.decide(Kind.RESUME, Named.NOTHING);
        trial.awaitGate(0, Need.NO_HARM);
    }

    @Test
    void pauseOfACanaryThatDoesNotStartIsReportedOnce() {
        // Given
        trial.world.push(trial.second().canary("crash").planned());
        trial.awaitStep(Step.Preparing.class);
        trial.decide(Kind.PAUSE, Named.NOTHING);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("paused by ada"));

        // Then
        trial.world
                .await()
                .during(Duration.ofSeconds(2))
                .until(() -> trial.world.state().waitingFor().contains("paused by ada"));
        List<String> waiting = trial.world
                .events(TargetState.class)
                .map(TargetState::waitingFor)
                .toList();
        int last = waiting.size() - 1;
        while (last > 0 && waiting.get(last - 1).contains("paused by ada")) {
            last--;
        }
        assertThat(waiting.subList(last, waiting.size())).hasSizeLessThanOrEqualTo(2);
        assertThat(trial.world.story())
                .filteredOn(line -> line.contains("paused by ada"))
                .doesNotHaveDuplicates();
    }

    @Test
    void decisionAboutAnotherDeploymentStepOrTimeIsRefusedWithWhatIsTrueNow() {
        // Given
        trial.world.push(trial.second().planned());
        trial.awaitGate(0, Need.NO_HARM);

        // Then
        assertRefused(
                trial.decide(Kind.ABORT, Named.deployment("another")),
                Reason.DECISION_OUTDATED,
                "it is about deployment another, but now " + trial.deployment() + " runs");
        assertRefused(
                trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 1)),
                Reason.DECISION_OUTDATED,
                "it is about step 2, but now canary 10 % (step 1 of 2) runs");
        assertRefused(
                trial.decide(Kind.ABORT, Named.deployment(trial.deployment()), 0L),
                Reason.DECISION_EXPIRED,
                "it counted until");
        assertRefused(trial.decide(Kind.RESUME, Named.NOTHING), Reason.DECISION_OUTDATED, "is not paused");
    }

    @Test
    void decisionWithoutACanaryIsRefused() {
        assertRefused(
                trial.decide(Kind.PROMOTE, Named.deployment("any")),
                Reason.DECISION_OUTDATED,
                "no canary of " + TARGET + " runs");
    }

    @Test
    void answerIsAuditedOnceWithItsTransition() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        hold(0);

        // When
        Decision promote = trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0));
        trial.awaitAnswer(promote);
        trial.awaitGate(1, Need.PASS);

        // Then
        List<List<Fact>> audited = trial.world.partition.transitions().stream()
                .filter(facts -> facts.stream().anyMatch(fact -> fact.type() == EventType.DECISION_HONOURED))
                .toList();
        assertThat(audited)
                .singleElement()
                .satisfies(facts -> assertThat(facts)
                        .extracting(fact -> fact.type())
                        .contains(
                                EventType.EXECUTION_CHANGED,
                                EventType.ANALYSIS_REQUESTED,
                                EventType.APPLIER_ANSWERED,
                                EventType.DECISION_HONOURED));
    }

    @Test
    void stepThatAsksForApprovalWaitsForPromoteAfterItsVerdict() {
        // Given
        Planned second = trial.second().weights(10).approved().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);

        // When
        trial.awaitGate(0, Need.WATCH);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("needs approval"));
        assertThat(trial.image()).isEqualTo("shop:1");
        trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void trialThatAsksForApprovalBeginsNothingBeforeItsPromote() {
        // Given
        TrialDraft draft = trial.second().weights(10).approvedFirst();
        Planned second = draft.planned();
        trial.world.push(second);
        awaitUnbegun();

        // When
        Decision step = trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0));
        assertThat(trial.awaitAnswer(step).message())
                .isEqualTo("it is about step 1, but now canary 0 % (step 1 of 1) waits to begin");
        assertThat(trial.copies()).isEmpty();
        Decision start = trial.decide(Kind.PROMOTE, Named.start(trial.deployment()));
        assertThat(trial.awaitAnswer(start).outcome()).isEqualTo(Outcome.HONOURED);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        Decision again = trial.decide(Kind.PROMOTE, Named.start(trial.deployment()));

        // Then
        assertThat(trial.awaitAnswer(again).message())
                .isEqualTo("it is about the start of the trial, but now canary 10 % (step 1 of 1) runs");
        trial.answer(gate, Verdict.PASS);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
        assertThat(trial.world.story())
                .contains("canary 0 % (step 1 of 1) is on hold, the trial needs approval before it begins. keelstream"
                        + " promote "
                        + TARGET + " begins it, keelstream abort " + TARGET + " takes it back");
    }

    @Test
    void trialThatIsPausedBeforeItBeginsAsksForApprovalAfterThePause() {
        // Given
        Planned second = trial.second().approvedFirst().planned();
        trial.world.push(second);
        awaitUnbegun();

        // When
        trial.decide(Kind.PAUSE, Named.NOTHING);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("paused"));
        trial.decide(Kind.RESUME, Named.NOTHING);

        // Then
        awaitUnbegun();
        trial.world.desire(Planned.of(TARGET, "third"));
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(SUPERSEDED);
        assertThat(trial.canaryWeights()).containsExactly(0L);
    }

    private void awaitUnbegun() {
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("needs approval before it begins"));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
    }

    @Test
    void stateThatIsPublishedWithTheStartHasTheCanary() {
        // When
        trial.world.push(trial.second().planned());
        trial.awaitStep(Step.Preparing.class);

        // Then
        List<Fact> start = trial.world.partition.transitions().stream()
                .filter(facts -> facts.stream().anyMatch(fact -> fact.type() == EventType.RUNNING_CHANGED))
                .toList()
                .getLast();
        assertThat(start)
                .extracting(Fact::payload)
                .hasAtLeastOneElementOfType(TargetState.class)
                .filteredOn(TargetState.class::isInstance)
                .allSatisfy(
                        state -> assertThat(((TargetState) state).canary()).isEqualTo(new CanaryState(0, 2, 0, null)));
    }

    @Test
    void decisionThatCannotBeReadIsIgnoredAndSaid() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.partition.poison(Topic.DECISION, Kind.ABORT.key(TARGET));
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);

        // Then
        trial.awaitGate(1, Need.PASS);
        trial.world
                .await()
                .untilAsserted(() -> assertThat(trial.world.state().conditions())
                        .anyMatch(problem -> Reason.POISON_EVENT.is(problem)
                                && Kind.ABORT.key(TARGET).equals(problem.where())));
    }

    @Test
    void retryPutsAVersionOnTrialAgainThatWasAborted() {
        // Given
        String failed = aborted();

        // When
        Decision retry = trial.decide(Kind.RETRY, Named.deployment(failed));

        // Then
        DecisionAnswer answer = trial.awaitAnswer(retry);
        assertThat(answer.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(answer.message()).contains("is put on trial again, as decided by ada");
        assertThat(trial.world.inventory().history().block().retriedBy()).isEqualTo("ada");
        assertThat(trial.world.inventory().history().block().blocks(TrialDraft.digest()))
                .isFalse();
        TrialDraft again = new TrialDraft(trial.world, "again");
        Planned second = again.planned();
        trial.world.push(second);
        trial.passAll(again);
        assertThat(trial.world.awaitEnd(second).outcome())
                .isEqualTo(io.keelstream.contracts.deployment.Outcome.HEALTHY);
        assertThat(trial.world.inventory().history().block()).isNull();
    }

    @Test
    void versionThatIsRetriedGetsToALaterStepByPromotions() {
        // Given
        trial.awaitAnswer(trial.decide(Kind.RETRY, Named.deployment(aborted())));
        Planned again = new TrialDraft(trial.world, "again").weights(5, 25, 50).planned();
        trial.world.push(again);

        // When
        trial.awaitGate(0, Need.NO_HARM);
        trial.awaitAnswer(trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0)));
        trial.awaitGate(1, Need.NO_HARM);
        trial.awaitAnswer(trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 1)));

        // Then
        trial.answer(trial.awaitGate(2, Need.PASS), Verdict.PASS);
        assertThat(trial.world.awaitEnd(again).outcome()).isEqualTo(io.keelstream.contracts.deployment.Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsSubsequence(5L, 25L, 50L);
    }

    @Test
    void retryIsRefusedWhereNothingIsBlockedAnotherOneIsOrAReleaseRuns() {
        assertRefused(
                trial.decide(Kind.RETRY, Named.deployment("deployment-0")),
                Reason.DECISION_OUTDATED,
                "no version of " + TARGET + " is blocked");
        String failed = aborted();
        assertRefused(
                trial.decide(Kind.RETRY, Named.deployment("deployment-0")),
                Reason.DECISION_OUTDATED,
                "it is about deployment deployment-0, but deployment " + failed + " failed");
        assertThat(trial.awaitAnswer(trial.decide(Kind.RETRY, Named.deployment(failed)))
                        .outcome())
                .isEqualTo(Outcome.HONOURED);
        assertRefused(
                trial.decide(Kind.RETRY, Named.deployment(failed)),
                Reason.DECISION_OUTDATED,
                "no version of " + TARGET + " is blocked");
        trial.world.push(trial.second().planned());
        trial.awaitGate(0, Need.NO_HARM);
        assertRefused(
                trial.decide(Kind.RETRY, Named.deployment(failed)),
                Reason.DECISION_OUTDATED,
                "a release of " + TARGET + " runs");
    }

    /** A trial was aborted; its deployment. */
    private String aborted() {
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        String deployment = trial.deployment();
        trial.decide(Kind.ABORT, Named.deployment(deployment));
        trial.world.awaitEnd(second);
        return deployment;
    }

    private void hold(int step) {
        trial.answer(trial.awaitGate(step, Need.NO_HARM), Verdict.INCONCLUSIVE);
        trial.awaitGate(step, Need.WATCH);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("is on hold"));
        assertThat(trial.world.state().waitingFor())
                .contains("keelstream promote " + TARGET + " begins the next step", "keelstream abort " + TARGET);
    }

    private void assertRefused(Decision decision, Reason reason, String why) {
        DecisionAnswer answer = trial.awaitAnswer(decision);
        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.reason()).isEqualTo(reason.label());
        assertThat(answer.message()).contains(why);
    }
}
