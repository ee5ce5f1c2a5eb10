package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.TrialScript.Decider.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.kubernetes.scale.Autoscaler;
import io.keelstream.testing.decision.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed at every transition of a trial: another one goes on from the record alone. The promotion dies everywhere, the
 * other endings from where they part from it.
 */
class TrialCrashTests {

    @TestFactory
    @Passes({
        Step.Preparing.class,
        Step.Shifting.class,
        Step.Analysing.class,
        Step.Applying.class,
        Step.Withdrawing.class
    })
    Stream<DynamicTest> promotionEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        TrialScript script = TrialScript.of(TrialScript::later, TrialScript::hesitant);
        return everywhere(test, folder, script.scaledAndFollowed(), Outcome.HEALTHY);
    }

    @TestFactory
    @Passes(value = Step.Analysing.class, from = Step.Analysing.class)
    Stream<DynamicTest> promotionByTwoPeopleEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        TrialScript script = TrialScript.of(TrialScript::harmless, NOBODY);
        return everywhere(test, folder, script.approvedBy(Person.named("ada"), Person.named("bob")), Outcome.HEALTHY);
    }

    @TestFactory
    @Passes(
            value = {Step.Analysing.class, Step.Withdrawing.class},
            from = Step.Withdrawing.class)
    Stream<DynamicTest> abortEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        TrialScript script = TrialScript.of(TrialScript::first, TrialScript::aborting);
        return everywhere(test, folder, script.scaledAndFollowed(), Outcome.ROLLED_BACK);
    }

    @TestFactory
    @Passes(
            value = {Step.Applying.class, Step.Restoring.class, Step.Withdrawing.class},
            from = Step.Restoring.class)
    Stream<DynamicTest> rollbackOfAPromotionEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        TrialScript script = TrialScript.of(TrialScript::harmfulWhenPromoted, NOBODY);
        return everywhere(test, folder, script.stuckWhenPromoted(), Outcome.ROLLED_BACK);
    }

    @TestFactory
    @Passes(
            value = {Step.Baking.class, Step.Restoring.class, Step.Withdrawing.class},
            from = Step.Baking.class)
    Stream<DynamicTest> rollbackOfAWatchedVersionEndsTheSameWhereverTheProcessDies(
            TestInfo test, @TempDir Path folder) {
        TrialScript script = TrialScript.of(TrialScript::harmfulWhileWatched, NOBODY);
        return everywhere(test, folder, script.scaledAndFollowed().watched(), Outcome.ROLLED_BACK);
    }

    private static Stream<DynamicTest> everywhere(TestInfo test, Path folder, TrialScript script, Outcome outcome) {
        return Deaths.everywhere(test, deaths -> {
            try (TrialStory story = new TrialStory(folder, script)) {
                story.begin(deaths);
                deaths.await(story.trial.world, story::ended);
                ended(story, script, outcome);
            }
        });
    }

    private static void ended(TrialStory story, TrialScript script, Outcome outcome) {
        TrialWorld trial = story.trial;
        boolean promoted = outcome == Outcome.HEALTHY || script.bake() > 0;
        assertThat(trial.world.finished(story.second()))
                .singleElement()
                .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(outcome));
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.canaryWeights())
                .isEqualTo(promoted ? List.of(0L, 10L, 30L, 10L, 0L) : List.of(0L, 10L, 30L, 0L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.image()).isEqualTo(outcome == Outcome.HEALTHY ? "shop:2" : "shop:1");
        assertThat(trial.world.inventory().release()).isNull();
        if (script.followed()) {
            assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo(trial.image());
        }
        if (script.scaled()) {
            assertThat(new Autoscaler(trial.world.live(TrialWorld.AUTOSCALER)).least())
                    .isEqualTo(1);
        }
        story.assertEachDecisionHasOneAnswer();
        story.assertEachApprovalCountedOnce();
    }
}
