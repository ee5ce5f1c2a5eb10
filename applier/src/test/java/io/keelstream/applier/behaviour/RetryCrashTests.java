package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.testing.partition.MortalPartition.Death;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A retry is one transition: wherever the process dies, it is honoured once, and what failed is tried again. */
class RetryCrashTests extends SandboxedTrial {

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_THE_COMMIT", "AFTER_THE_COMMIT"})
    void retryIsHonouredOnceWhereverTheProcessDies(Death death) {
        // Given
        String failed = aborted();
        trial.world.fate(facts ->
                facts.stream().anyMatch(fact -> fact.payload() instanceof DecisionAnswer) ? death : Death.NOT_YET);

        // When
        Decision retry = trial.decide(Kind.RETRY, Named.deployment(failed));
        trial.world.await().until(trial.world::dead);
        trial.world.fate(facts -> Death.NOT_YET);
        trial.awaitAnswer(retry);
        TrialDraft again = new TrialDraft(trial.world, "again");
        Planned second = again.planned();
        trial.world.push(second);
        trial.passAll(again);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.answers(retry))
                .singleElement()
                .extracting(DecisionAnswer::outcome)
                .isEqualTo(DecisionAnswer.Outcome.HONOURED);
        Remains.check(trial.world);
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
}
