package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.contracts.deployment.Outcome.HEALTHY;
import static io.keelstream.contracts.deployment.Outcome.ROLLED_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.signature.SshPublicKey;
import io.keelstream.testing.decision.Person;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What people decide about a running trial where the installation lists who may. */
class SignedTrialTests extends SandboxedTrial {

    private static final Person ADA = Person.named("ada");
    private static final Person BOB = Person.named("bob");
    private static final Person CARL = Person.named("carl");
    private static final Person DAN = Person.named("dan");
    private static final Person EVE = Person.named("eve");
    private static final Duration A_MOMENT = Duration.ofMillis(400);

    @Override
    Actors actors() {
        return new Actors(List.of(
                ADA.actor(), BOB.actor(), CARL.actor(), DAN.actor(List.of("staging/*"), EnumSet.of(Kind.ABORT))));
    }

    @Test
    void signedAbortIsHonouredAndSaysByWhichKey() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        Decision abort = trial.decide(ADA, Kind.ABORT, Named.deployment(trial.deployment()));

        // Then
        DecisionAnswer answer = trial.awaitAnswer(abort);
        assertThat(answer.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(Objects.requireNonNull(answer.signed()).by())
                .isEqualTo(SshPublicKey.parse(ADA.publicKey()).fingerprint());
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(ROLLED_BACK);
    }

    @Test
    void unsignedForgedAndForeignAbortsAreRefusedAndTheTrialGoesOn() {
        // Given
        Planned second = trial.second().weights(10).planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.PASS);
        Named deployment = Named.deployment(trial.deployment());

        // When, Then
        assertRefused(trial.decide(Kind.ABORT, deployment), Reason.DECISION_UNSIGNED, "it is not signed");
        assertRefused(
                trial.decide(new Person("ada", EVE.keys()), Kind.ABORT, deployment),
                Reason.DECISION_UNVERIFIED,
                "which is not a key of ada");
        assertRefused(trial.decide(EVE, Kind.ABORT, deployment), Reason.DECISION_UNVERIFIED, "'eve' is not in");
        assertRefused(
                trial.decide(DAN, Kind.ABORT, deployment),
                Reason.DECISION_FORBIDDEN,
                "dan may not decide about production/shop, but about staging/*");
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void pauseStandsUntilSomebodyWhoMayResumesIt() {
        // Given
        Planned second = trial.second().weights(10).planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.PASS);
        trial.awaitAnswer(trial.decide(ADA, Kind.PAUSE, Named.NOTHING));
        awaitPaused();

        // When
        assertRefused(trial.decide(EVE, Kind.RESUME, Named.NOTHING), Reason.DECISION_UNVERIFIED, "'eve' is not in");
        assertStaysPaused();
        trial.world.put(Topic.DECISION, Kind.PAUSE.key(TARGET), null);
        assertStaysPaused();
        Decision resume = trial.decide(BOB, Kind.RESUME, Named.NOTHING);

        // Then
        assertThat(trial.awaitAnswer(resume).outcome()).isEqualTo(Outcome.HONOURED);
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void stepThatAsksForTwoPeopleWaitsForBoth() {
        // Given
        Planned second = trial.second().weights(10).approvedBy(2).planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("needs approval"));
        Named step = Named.step(trial.deployment(), 0);

        // When
        DecisionAnswer first = trial.awaitAnswer(trial.decide(ADA, Kind.PROMOTE, step));
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("ada did"));
        assertRefused(trial.decide(ADA, Kind.PROMOTE, step), Reason.DECISION_OUTDATED, "ada has promoted it already");
        assertThat(trial.image()).isEqualTo("shop:1");
        DecisionAnswer last = trial.awaitAnswer(trial.decide(BOB, Kind.PROMOTE, step));

        // Then
        assertThat(first.message()).isEqualTo("canary 10 % (step 1 of 1): approved by ada: seen (1 of 2)");
        assertThat(last.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void nobodyPromotesAloneWhatAsksForTwoPeople() {
        // Given
        Planned second = trial.second().weights(10, 30).approvedBy(2).planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        assertRefused(
                trial.decide(ADA, Kind.PROMOTE, Named.deployment(trial.deployment())),
                Reason.DECISION_FORBIDDEN,
                "need the approval of 2 people");
        Decision early = trial.decide(ADA, Kind.PROMOTE, Named.step(trial.deployment(), 0));

        // Then
        assertThat(trial.awaitAnswer(early).message()).endsWith("approved by ada: seen (1 of 2)");
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("ada did"));
        assertThat(trial.weights()).containsEntry("checkout-canary", 10L);
    }

    @Test
    void trialBeginsOnceTwoPeopleLetIt() {
        // Given
        Planned second = trial.second().weights(10).approvedFirstBy(2).planned();
        trial.world.push(second);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("needs approval before it begins"));
        Named start = Named.start(trial.deployment());

        // When
        trial.awaitAnswer(trial.decide(ADA, Kind.PROMOTE, start));
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("ada did"));
        assertThat(trial.copies()).isEmpty();
        trial.awaitAnswer(trial.decide(BOB, Kind.PROMOTE, start));

        // Then
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void promoteOfACommitDoesNotCountForTheOneThatTakesItsTrialOver() {
        // Given
        trial.world.push(trial.second().weights(10).approvedBy(2).planned());
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("needs approval"));
        trial.awaitAnswer(trial.decide(ADA, Kind.PROMOTE, Named.step(trial.deployment(), 0)));
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("ada did"));

        // When
        Planned third = takeOver(draft -> draft.weights(10).approvedBy(2));

        // Then
        trial.world.await().until(() -> !trial.world.state().waitingFor().contains("ada did"));
        Named step = Named.step(trial.deployment(), 0);
        assertThat(trial.awaitAnswer(trial.decide(BOB, Kind.PROMOTE, step)).message())
                .endsWith("approved by bob: seen (1 of 2)");
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("bob did"));
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.awaitAnswer(trial.decide(ADA, Kind.PROMOTE, step)).outcome())
                .isEqualTo(Outcome.HONOURED);
        assertThat(trial.world.awaitEnd(third).outcome()).isEqualTo(HEALTHY);
    }

    @Test
    void startOfATrialIsApprovedAnewForTheCommitThatTakesItOver() {
        // Given
        trial.world.push(trial.second().weights(10).approvedFirstBy(2).planned());
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("needs approval before it begins"));
        trial.awaitAnswer(trial.decide(ADA, Kind.PROMOTE, Named.start(trial.deployment())));
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("ada did"));

        // When
        takeOver(draft -> draft.weights(10).approvedFirstBy(2));

        // Then
        trial.world.await().until(() -> !trial.world.state().waitingFor().contains("ada did"));
        assertThat(trial.awaitAnswer(trial.decide(BOB, Kind.PROMOTE, Named.start(trial.deployment())))
                        .message())
                .endsWith("approved by bob: seen (1 of 2)");
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("bob did"));
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void authorsDoNotApproveTheirOwnTrial() {
        // Given
        trial.world.push(trial.second().weights(10).approvedBy(1).planned());
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("needs approval"));

        // When, Then
        assertRefused(
                trial.decide(CARL, Kind.PROMOTE, Named.step(trial.deployment(), 0)),
                Reason.DECISION_FORBIDDEN,
                "it has commits of " + Planned.AUTHOR);
        assertRefused(
                trial.decide(CARL, Kind.PROMOTE, Named.deployment(trial.deployment())),
                Reason.DECISION_FORBIDDEN,
                "it has commits of " + Planned.AUTHOR);
    }

    /** Another commit with the same version, and the same rules, goes on with the trial. */
    private Planned takeOver(UnaryOperator<TrialDraft> rules) {
        Planned by = rules.apply(new TrialDraft(trial.world, "third"))
                .takingOver(trial.world.inventory().release().trial().begunBy());
        trial.world.push(by);
        trial.world
                .await()
                .until(() ->
                        trial.world.execution().accepted().revision().commit().equals(by.commit()));
        return by;
    }

    private void awaitPaused() {
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("paused by ada"));
    }

    private void assertStaysPaused() {
        trial.world
                .await()
                .during(A_MOMENT)
                .until(() -> trial.world.state().waitingFor().contains("paused by ada"));
    }

    private void assertRefused(Decision decision, Reason reason, String why) {
        DecisionAnswer answer = trial.awaitAnswer(decision);
        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.reason()).isEqualTo(reason.label());
        assertThat(answer.message()).contains(why);
    }
}
