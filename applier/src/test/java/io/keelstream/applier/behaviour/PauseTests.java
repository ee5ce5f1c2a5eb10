package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static io.keelstream.contracts.deployment.Outcome.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.attention.Attention.Cause;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import io.keelstream.testing.partition.MortalPartition.Death;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pause of a target holds, whether or not a release runs. The pauses of canaries are in {@link TrialDecisionTests}. */
class PauseTests extends SandboxedApplier {

    private static final Duration A_MOMENT = Duration.ofMillis(400);

    @Test
    void newReleaseWaitsForTheEndOfThePause() {
        // Given
        Planned second = second();
        Decision pause = decide(Kind.PAUSE, Named.NOTHING, null);
        assertThat(awaitAnswer(pause).message())
                .isEqualTo(TARGET + " is paused by ada (incident 7): nothing of it begins that moves forward");

        // When
        world.push(second);

        // Then
        awaitHeld(second);
        assertThat(world.state().waitingFor())
                .startsWith("new releases are paused by ada (incident 7) since ")
                .endsWith("; keelstream resume " + TARGET + " ends that");
        assertThat(world.state().attention()).singleElement().satisfies(each -> {
            assertThat(each.cause()).isEqualTo(Cause.PAUSE);
            assertThat(each.said()).isNull();
            assertThat(each.command()).isEqualTo("keelstream resume " + TARGET);
        });
        Decision resume = decide(Kind.RESUME, Named.NOTHING, null);
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
        assertThat(awaitAnswer(resume).message()).isEqualTo(TARGET + " goes on, as decided by ada (incident 7)");
        world.await().until(() -> world.state().attention().isEmpty());
        assertThat(world.state().conditions()).noneMatch(Reason.PAUSED::is);
    }

    @Test
    void pauseIsShownAlsoWhereNothingWaits() {
        // When
        second();
        decide(Kind.PAUSE, Named.NOTHING, 3_600_000L);

        // Then
        world.await().until(() -> world.state().conditions().stream().anyMatch(Reason.PAUSED::is));
        assertThat(world.state().waitingFor()).isEmpty();
        assertThat(world.state().heldByPause()).isNull();
        assertThat(world.state().attention()).isEmpty();
        assertThat(world.state().conditions())
                .singleElement()
                .satisfies(each -> assertThat(each.message()).contains(" until "));
    }

    @Test
    void pauseEndsWithItsTarget() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.release(Planned.of(TARGET, "second").prune("ConfigMap/shop/a", world.uid("ConfigMap/shop/a")));
        awaitAnswer(decide(Kind.PAUSE, Named.NOTHING, null));

        // When
        world.push(Planned.of(TARGET, "third").removed().state(State.UNCHANGED));
        world.await().until(() -> !world.published());
        Planned back = Planned.of(TARGET, "fourth").create(configMap("a", "1"));
        world.push(back);

        // Then
        assertThat(world.awaitEnd(back).outcome()).isEqualTo(HEALTHY);
        assertThat(world.state().conditions()).noneMatch(Reason.PAUSED::is);
    }

    @Test
    void pauseOfATargetThatIsGoneEndsAtOnce() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.release(Planned.of(TARGET, "second").removed().prune("ConfigMap/shop/a", world.uid("ConfigMap/shop/a")));

        // When
        awaitAnswer(decide(Kind.PAUSE, Named.NOTHING, null));
        world.await()
                .until(() ->
                        world.partition.read(Topic.APPLIER_ANSWER, DecisionAnswer.class, Kind.PAUSE.inForceKey(TARGET))
                                == null);
        Planned back = Planned.of(TARGET, "third").create(configMap("a", "1"));
        world.push(back);

        // Then
        assertThat(world.awaitEnd(back).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void pauseThatExpiresEndsByItself() {
        // Given
        Planned second = second();

        // When
        decide(Kind.PAUSE, Named.NOTHING, 1_500L);
        world.await().until(() -> world.state().conditions().stream().anyMatch(Reason.PAUSED::is));
        world.push(second);

        // Then
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
        world.await().until(() -> world.state().conditions().isEmpty());
    }

    @Test
    void whatGoesBackBeginsUnlessThePauseIsHard() {
        // Given
        Planned good = Planned.of(TARGET, "first").create(deployment("web", "web:1"));
        world.release(good);
        String web = world.uid("Deployment.apps/shop/web");
        Planned bad = Planned.of(TARGET, "bad")
                .onFailure(OnFailure.ROLLBACK)
                .timeout(1_000)
                .update(deployment("web", "web:2", "crash"), web);
        world.release(bad);
        awaitAnswer(decide(Kind.PAUSE, Named.EVERYTHING, null));

        // When
        world.plan(bad.rollingBackTo(Planned.of(TARGET, "first").update(deployment("web", "web:1"), web)));

        // Then
        world.await().until(() -> world.state().heldByPause() != null);
        assertThat(world.state().waitingFor()).startsWith("every release is paused by ada");
        assertThat(world.finished(good)).hasSize(1);
        assertThat(awaitAnswer(decide(Kind.PAUSE, Named.NOTHING, null)).outcome())
                .isEqualTo(Outcome.HONOURED);
        world.await().until(() -> world.finished(good).size() == 2);
    }

    @Test
    void commitThatGoesBackBeginsUnlessThePauseIsHard() {
        // Given
        world.release(Planned.of(TARGET, "first").create(deployment("web", "web:1")));
        String web = world.uid("Deployment.apps/shop/web");
        world.release(Planned.of(TARGET, "second").update(deployment("web", "web:2"), web));
        awaitAnswer(decide(Kind.PAUSE, Named.EVERYTHING, null));

        // When
        Planned revert =
                Planned.of(TARGET, "revert").goingBack(Revert.EARLIER_HEALTHY).update(deployment("web", "web:1"), web);
        world.push(revert);

        // Then
        world.await().until(() -> world.state().heldByPause() != null);
        assertThat(world.finished(revert)).isEmpty();
        awaitAnswer(decide(Kind.PAUSE, Named.NOTHING, null));
        assertThat(world.awaitEnd(revert).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void releaseThatHasBegunGoesOnToItsEnd() {
        // Given
        Planned second = Planned.of(TARGET, "second").create(deployment("web", "web:1", "stuck"));
        world.push(second);
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));

        // When
        Decision pause = decide(Kind.PAUSE, Named.NOTHING, null);

        // Then
        assertThat(awaitAnswer(pause).message()).endsWith("; the release that runs goes on to its end");
        world.unstick("web");
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void releaseThatHasBegunGoesOnThoughANewerCommitComes() {
        // Given
        Planned second = Planned.of(TARGET, "second").create(deployment("web", "web:1", "stuck"));
        world.push(second);
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));
        awaitAnswer(decide(Kind.PAUSE, Named.NOTHING, null));

        // When
        Planned third = Planned.of(TARGET, "third").create(configMap("a", "3"));
        world.put(Topic.DESIRED, TARGET, third.desired());
        world.await().during(A_MOMENT).until(() -> world.finished(second).isEmpty());
        world.unstick("web");

        // Then
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
        world.plan(third);
        awaitHeld(third);
    }

    @Test
    void pauseThatCannotBeReadHoldsUntilItIsResumed() {
        // Given
        Planned second = second();
        awaitAnswer(decide(Kind.PAUSE, Named.NOTHING, null));
        world.partition.poison(Topic.APPLIER_ANSWER, Kind.PAUSE.inForceKey(TARGET));

        // When
        world.push(second);

        // Then
        awaitHeld(second);
        assertThat(world.state().waitingFor()).startsWith("new releases are paused by a decision that cannot be read");
        awaitAnswer(decide(Kind.RESUME, Named.NOTHING, null));
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void decisionThatCannotBeReadHoldsWhereNoPauseStandsUntilItIsResumed() {
        // Given
        Planned second = second();
        world.partition.poison(Topic.DECISION, Kind.PAUSE.key(TARGET));

        // When
        world.push(second);

        // Then
        awaitHeld(second);
        assertThat(world.state().waitingFor())
                .isEqualTo("new releases are paused by a decision that cannot be read; keelstream resume " + TARGET
                        + " ends that, and another pause takes its place");
        assertThat(unreadable()).containsExactly(Kind.PAUSE.key(TARGET));
        assertThat(awaitAnswer(decide(Kind.RESUME, Named.NOTHING, null)).outcome())
                .isEqualTo(Outcome.HONOURED);
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
        world.await().until(() -> world.state().conditions().isEmpty());
        assertThat(awaitAnswer(decide(Kind.RESUME, Named.NOTHING, null)).outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void decisionThatCannotBeReadDoesNotEndThePauseThatStandsAndIsSaid() {
        // Given
        Planned second = second();
        awaitAnswer(decide(Kind.PAUSE, Named.NOTHING, null));

        // When
        world.partition.poison(Topic.DECISION, Kind.PAUSE.key(TARGET));
        world.push(second);

        // Then
        awaitHeld(second);
        assertThat(world.state().waitingFor()).startsWith("new releases are paused by ada (incident 7)");
        assertThat(unreadable()).containsExactly(Kind.PAUSE.key(TARGET));
    }

    @Test
    void resumeWithoutAPauseIsRefusedAndSoIsAPauseThatIsOver() {
        second();
        assertThat(awaitAnswer(decide(Kind.RESUME, Named.NOTHING, null)).message())
                .isEqualTo(TARGET + " is not paused");
        assertThat(awaitAnswer(decide(Kind.PAUSE, Named.NOTHING, 0L)).reason())
                .isEqualTo(Reason.DECISION_EXPIRED.label());
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_THE_COMMIT", "AFTER_THE_COMMIT"})
    void killedJudgeAnswersOnceAndThePauseHolds(Death death) {
        // Given
        Planned second = second();
        world.fate(facts -> facts.stream().anyMatch(fact -> fact.topic() == Topic.APPLIER_ANSWER) && !world.dead()
                ? death
                : Death.NOT_YET);

        // When
        Decision pause = decide(Kind.PAUSE, Named.NOTHING, null);
        world.await().until(world::dead);
        world.fate(facts -> Death.NOT_YET);
        world.push(second);

        // Then
        awaitHeld(second);
        assertThat(answers(pause)).hasSize(1);
        decide(Kind.RESUME, Named.NOTHING, null);
        world.awaitEnd(second);
        assertThat(world.events(DeploymentStarted.class)).hasSize(2);
    }

    /** A target with a release behind it; its next commit. */
    private Planned second() {
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        return Planned.of(TARGET, "second").create(configMap("b", "1"));
    }

    /** Keys of the decisions of which the target says that they cannot be read. */
    private List<@Nullable String> unreadable() {
        return world.state().conditions().stream()
                .filter(Reason.POISON_EVENT::is)
                .map(Problem::where)
                .toList();
    }

    private void awaitHeld(Planned planned) {
        world.await().until(() -> world.state().heldByPause() != null);
        world.await().during(A_MOMENT).until(() -> world.finished(planned).isEmpty());
        assertThat(world.inventory().release()).isNull();
    }

    private Decision decide(Kind kind, Named named, @Nullable Long millis) {
        Decision made = new Decision(UUID.randomUUID().toString(), kind, "ada", "incident 7", named, millis, null);
        world.put(Topic.DECISION, kind.key(TARGET), made);
        return made;
    }

    private DecisionAnswer awaitAnswer(Decision made) {
        world.await().until(() -> !answers(made).isEmpty());
        return answers(made).getLast();
    }

    private List<DecisionAnswer> answers(Decision made) {
        return world.partition.written().stream()
                .filter(fact -> fact.topic() == Topic.AUDIT)
                .map(Fact::payload)
                .filter(DecisionAnswer.class::isInstance)
                .map(DecisionAnswer.class::cast)
                .filter(answer -> answer.decision().id().equals(made.id()))
                .toList();
    }
}
