package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Deployments that are promoted after the one on trial, and taken back with it. */
class TrialFollowerTests extends SandboxedTrial {

    @Test
    void followerIsPromotedAfterTheWorkload() {
        // Given
        trial.releaseFollower();
        TrialDraft draft = trial.second().followedBy("run");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.awaitStep(Step.Analysing.class);
        assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo("shop:1");

        // When
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo("shop:2");
        assertThat(trial.world.story())
                .containsSubsequence("promoting the canary: applying wave 0", "promoting the canary: applying wave 1");
    }

    @Test
    void followerIsNotTouchedWhenTheWorkloadDoesNotBecomeHealthy() {
        // Given
        trial.releaseFollower();
        TrialDraft draft =
                trial.second().weights(10).promoted("stuck").followedBy("run").timeout(3_000);
        Planned second = draft.planned();
        trial.world.push(second);

        // When
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo("shop:1");
        assertThat(trial.world.live(TrialWorld.FOLLOWER).metadata().get("generation"))
                .isEqualTo(1L);
    }

    @Test
    void followerThatDoesNotBecomeHealthyTakesTheWorkloadBack() {
        // Given
        trial.releaseFollower();
        TrialDraft draft = trial.second().weights(10).followedBy("stuck").timeout(3_000);
        Planned second = draft.planned();
        trial.world.push(second);

        // When
        trial.passAll(draft);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(each -> TrialWorld.FOLLOWER.equals(each.where()));
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo("shop:1");
        assertThat(trial.world.recorded(TrialWorld.FOLLOWER).dirty()).isTrue();
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(Objects.requireNonNull(trial.world.inventory().history().block())
                        .trialDigest())
                .isEqualTo(TrialDraft.digest());
    }

    @Test
    void harmAfterThePromotionTakesBothBack() {
        // Given
        trial.releaseFollower();
        TrialDraft draft = trial.second().baked(600_000).followedBy("run");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.awaitStep(Step.Baking.class);
        assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo("shop:2");

        // When
        trial.answer(Objects.requireNonNull(trial.gate()), Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo("shop:1");
    }

    @Test
    void newFollowerIsTakenBackToNoPods() {
        // Given
        TrialDraft draft = trial.second().baked(600_000).followedBy("run");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.awaitStep(Step.Baking.class);
        assertThat(trial.world.exists(TrialWorld.FOLLOWER)).isTrue();

        // When
        trial.answer(Objects.requireNonNull(trial.gate()), Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.live(TrialWorld.FOLLOWER).at("spec", "replicas")).isEqualTo(0L);
    }

    @Test
    void newFollowerThatWasNotPromotedIsNotCreatedByTheWayBack() {
        // Given
        TrialDraft draft =
                trial.second().weights(10).promoted("stuck").followedBy("run").timeout(3_000);
        Planned second = draft.planned();
        trial.world.push(second);

        // When
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.world.exists(TrialWorld.FOLLOWER)).isFalse();
    }
}
