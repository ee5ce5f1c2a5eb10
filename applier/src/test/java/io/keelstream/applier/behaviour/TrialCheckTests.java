package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.letEnd;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.hook.HookPhase;
import org.junit.jupiter.api.Test;

/** A check beside a canary that ends later than the verdict, or later than the rules that it began under. */
class TrialCheckTests extends SandboxedTrial {

    private static final String CHECK = "the canary-check hook Job.batch/shop/check ";

    @Test
    void canaryIsWatchedWhileItsPromotionWaitsAndItsVerdictIsAskedForAgain() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned().hook(HookPhase.CANARY_CHECK, job("check", "stuck"));
        trial.world.push(second);

        // When
        trial.passAll(draft);
        AnalysisRequest watch = trial.awaitGate(1, Need.WATCH);
        awaitHeld(Cause.CHECKS);

        // Then
        assertThat(trial.world.state().waitingFor())
                .startsWith(
                        "canary 50 % (step 2 of 2) is on hold, checks beside it have not ended. It goes on when they"
                                + " have ended; keelstream promote production/shop --full promotes the canary, keelstream"
                                + " abort")
                .endsWith("; " + CHECK + "has to succeed before the promotion");
        assertThat(trial.weights()).containsEntry("checkout-canary", 50L);
        letEnd(trial.world, "check");
        AnalysisRequest again = trial.awaitGate(1, Need.PASS);
        assertThat(again.position().round()).isGreaterThan(watch.position().round());
        assertThat(trial.image()).isEqualTo("shop:1");
        trial.answer(again, Verdict.PASS);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 10L, 0L);
    }

    @Test
    void harmThatIsProvenWhileThePromotionWaitsTakesTheTrafficBack() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned().hook(HookPhase.CANARY_CHECK, job("check", "stuck"));
        trial.world.push(second);
        trial.passAll(draft);

        // When
        trial.answer(trial.awaitGate(1, Need.WATCH), Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 0L);
    }

    @Test
    void promotionThatIsNotProvenWaitsForAChecksEndToo() {
        // Given
        Planned second = trial.second()
                .onInconclusive(OnInconclusive.PROMOTE)
                .planned()
                .hook(HookPhase.CANARY_CHECK, job("check", "stuck"));
        trial.world.push(second);

        // When
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.INCONCLUSIVE);
        trial.awaitGate(0, Need.WATCH);
        awaitHeld(Cause.CHECKS);

        // Then
        letEnd(trial.world, "check");
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.INCONCLUSIVE);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
    }

    @Test
    void checkThatFailedWhileVerdictsWereObservedIsHarmOnceACommitHasThemActedOn() {
        // Given
        trial.world.push(
                trial.second().observing().approved().planned().hook(HookPhase.CANARY_CHECK, job("check", "fail")));
        awaitHeld(Cause.APPROVAL);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains(CHECK + "failed: "));

        // When
        Planned third = new TrialDraft(trial.world, "third")
                .takingOver(trial.world.inventory().release().trial().begunBy());
        trial.world.push(third);

        // Then
        var finished = trial.world.awaitEnd(third);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems().getFirst().message()).startsWith("the canary failed: " + CHECK + "failed: ");
        assertThat(trial.image()).isEqualTo("shop:1");
    }

    private void awaitHeld(Cause cause) {
        trial.world.await().until(() -> {
            TrialHold hold = trial.world.state().canary().hold();
            return hold != null && hold.cause() == cause;
        });
    }
}
