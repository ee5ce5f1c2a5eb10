package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.testing.partition.MortalPartition.Death;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A newer commit while a trial runs: it goes on with the trial, waits for it, or ends it. */
class TrialTakeoverTests extends SandboxedTrial {

    @Test
    void commitWithTheSameVersionGoesOnWithTheTrialAndAppliesTheRest() {
        // Given
        Planned second = trial.second().planned();
        AnalysisRequest gate = inTheSecondStep(second);
        Step before = trial.step();
        String canary = trial.world.uid(TrialWorld.CANARY);

        // When
        Planned third = sameVersion("third");
        trial.world.push(third);
        awaitTakeover(third);

        // Then
        assertThat(trial.step()).isEqualTo(before);
        assertThat(trial.gate()).isEqualTo(gate);
        assertThat(trial.world.uid(TrialWorld.CANARY)).isEqualTo(canary);
        trial.answer(gate, Verdict.PASS);
        assertEnded(second, third);
        assertThat(trial.world.exists("ConfigMap/shop/rest")).isTrue();
        assertThat(trial.world.inventory().history().healthyTrials()).containsExactly(TrialDraft.digest());
        assertThat(trial.world.inventory().appliedBundle()).isEqualTo(third.bundleDigest());
    }

    @Test
    void trialIsTakenOverTwiceAndHarmTakesItBackAndBlocksItsVersion() {
        // Given
        Planned second = trial.second().planned();
        AnalysisRequest gate = inTheSecondStep(second);
        Planned third = sameVersion("third");
        trial.world.push(third);
        awaitTakeover(third);

        // When
        Planned fourth = new TrialDraft(trial.world, "fourth").takingOver(begunBy());
        trial.world.push(fourth);
        awaitTakeover(fourth);
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(fourth).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.world.finished(third))
                .extracting(DeploymentFinished::outcome)
                .containsExactly(Outcome.SUPERSEDED);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_THE_COMMIT", "AFTER_THE_COMMIT"})
    void takeoverIsOneTransitionWhereverTheProcessDies(Death death) {
        // Given
        Planned second = trial.second().planned();
        AnalysisRequest gate = inTheSecondStep(second);
        Planned third = sameVersion("third");

        // When
        trial.world.fate(facts ->
                facts.stream().anyMatch(fact -> fact.payload() instanceof DeploymentFinished) ? death : Death.NOT_YET);
        trial.world.push(third);
        trial.world.await().until(trial.world::dead);
        trial.world.fate(facts -> Death.NOT_YET);
        awaitTakeover(third);
        trial.answer(gate, Verdict.PASS);

        // Then
        assertEnded(second, third);
    }

    @Test
    void pausedTrialIsTakenOverWhenItIsResumed() {
        // Given
        Planned second = trial.second().planned();
        inTheSecondStep(second);
        trial.awaitAnswer(trial.decide(Kind.PAUSE, Named.NOTHING));

        // When
        Planned third = sameVersion("third");
        trial.world.push(third);
        trial.world
                .await()
                .during(Duration.ofMillis(500))
                .until(() -> trial.world.finished(second).isEmpty());
        trial.awaitAnswer(trial.decide(Kind.RESUME, Named.NOTHING));

        // Then
        awaitTakeover(third);
        trial.answer(trial.awaitGate(1, Need.PASS), Verdict.PASS);
        assertEnded(second, third);
    }

    @Test
    void commitWithAnotherVersionWaitsForATrialPastItsFirstStep() {
        // Given
        Planned second = trial.second().planned();
        AnalysisRequest gate = inTheSecondStep(second);

        // When
        trial.world.push(new TrialDraft(trial.world, "third").another());
        trial.world
                .await()
                .during(Duration.ofMillis(500))
                .until(() -> trial.step() instanceof Step.Analysing && trial.gate() != null);

        // Then
        trial.world
                .await()
                .until(() ->
                        trial.world.state().waitingFor().endsWith("; commit third waits until this trial has ended"));
        trial.answer(gate, Verdict.PASS);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.image()).isEqualTo("shop:2");
    }

    @Test
    void commitWithAnotherVersionEndsATrialAtItsFirstStep() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.push(new TrialDraft(trial.world, "third").another());

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
    }

    @Test
    void revertEndsATrialAtOnceThoughAnotherCommitWaited() {
        // Given
        Planned second = trial.second().planned();
        inTheSecondStep(second);
        trial.world.push(new TrialDraft(trial.world, "third").another());

        // When
        trial.world.push(Planned.of(TARGET, "first").state(State.BLOCKED));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.image()).isEqualTo("shop:1");
    }

    private AnalysisRequest inTheSecondStep(Planned second) {
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        AnalysisRequest gate = trial.awaitGate(1, Need.PASS);
        trial.awaitStep(Step.Analysing.class);
        return gate;
    }

    private Planned sameVersion(String commit) {
        return new TrialDraft(trial.world, commit).promoting("rest").takingOver(begunBy());
    }

    private String begunBy() {
        return trial.world.inventory().release().trial().begunBy();
    }

    private void awaitTakeover(Planned by) {
        trial.world
                .await()
                .until(() ->
                        trial.world.execution().accepted().revision().commit().equals(by.commit()));
    }

    private void assertEnded(Planned former, Planned by) {
        assertThat(trial.world.awaitEnd(by).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.world.finished(by)).hasSize(1);
        assertThat(trial.world.finished(former))
                .extracting(DeploymentFinished::outcome)
                .containsExactly(Outcome.SUPERSEDED);
        assertThat(trial.world.events(DeploymentStarted.class))
                .extracting(event -> event.deployment().revision().commit())
                .containsExactly("first", former.commit(), by.commit());
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 10L, 0L);
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
    }
}
