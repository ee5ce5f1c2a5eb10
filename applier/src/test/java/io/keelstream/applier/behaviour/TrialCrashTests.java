package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.TrialScript.Decider.NOBODY;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.testing.decision.Person;
import java.nio.file.Path;
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
                story.assertEnded(outcome);
            }
        });
    }
}
