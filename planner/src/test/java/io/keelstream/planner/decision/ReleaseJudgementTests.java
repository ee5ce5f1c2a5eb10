package io.keelstream.planner.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.RunningRelease;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReleaseJudgementTests {

    private static final String TARGET = "production/shop";
    private static final String LATER = "5ca1ab1e".repeat(5);
    private static final String WANTED = Samples.REVISION.commit();
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Desired CANARY = desired(TargetPolicy.DEFAULT.withCanary(CanaryRules.DEFAULT));

    @Test
    void commitMayComeLaterAndTheDecisionSaysHowLongItWaits() {
        assertThat(answer(made(LATER, 3_600_000L), CANARY, null).message())
                .isEqualTo("commit 5ca1ab1e5ca1 of production/shop is released without a trial when it comes, until"
                        + " 2026-03-02T11:00:00Z, as decided by ada: incident 7");
        assertThat(answer(made(WANTED, null), CANARY, null).message())
                .isEqualTo("commit c0ffeec0ffee of production/shop is released without a trial, as decided by ada:"
                        + " incident 7");
    }

    @Test
    void commitThatIsBeingReleasedOrAppliedIsTooLateAndALaterOneIsNot() {
        Inventory applied = Samples.inventory(7, "uid", CANARY, List.of());
        Inventory running = applied.withRelease(new RunningRelease("d", "p", CANARY.bundleDigest(), List.of()));

        assertThat(refusal(made(WANTED, null), CANARY, applied)).isEqualTo("commit c0ffeec0ffee is applied already");
        assertThat(refusal(made(WANTED, null), CANARY, running))
                .isEqualTo(
                        "commit c0ffeec0ffee is being released already; keelstream promote production/shop ends a step"
                                + " of its canary");
        assertThat(answer(made(LATER, null), CANARY, running).outcome()).isEqualTo(Outcome.HONOURED);
    }

    @Test
    void whatNamesNothingThatHasATrialIsRefused() {
        assertThat(refusal(made("c0ffee", null), CANARY, null))
                .isEqualTo("it names no commit, of which it takes 7 digits");
        assertThat(refusal(made(LATER, null), null, null)).isEqualTo("Git has no target production/shop");
        assertThat(refusal(made(LATER, null), desired(TargetPolicy.DEFAULT), null))
                .isEqualTo("production/shop has no canary releases, so there is no trial to leave out");
        assertThat(refusal(made(LATER, 0L), CANARY, null)).isEqualTo("it counted until 2026-03-02T10:00:00Z");
    }

    @Test
    void nobodyLeavesOutTheApprovalsOfSeveralPeople() {
        CanaryRules rules = CanaryRules.DEFAULT;
        Desired asking = desired(TargetPolicy.DEFAULT.withCanary(new CanaryRules(
                CanaryRules.Workloads.ONLY,
                rules.baseline(),
                null,
                rules.traffic(),
                rules.steps().stream().map(step -> step.withApprovals(2)).toList(),
                rules.conduct(),
                Map.of())));

        assertThat(refusal(made(LATER, null), asking, null))
                .isEqualTo("canary.steps ask for the approval of 2 people, so nobody leaves them out alone");
    }

    @Test
    void itCountsForItsCommitUntilItExpires() {
        Approvals approvals =
                new Approvals(List.of(), List.of(), new TrialWaiver(made(LATER.substring(0, 8), 60_000L)));

        assertThat(approvals.releasing(LATER).fingerprint()).isEqualTo("id");
        assertThat(approvals.releasing(WANTED).fingerprint()).isEmpty();
        assertThat(approvals
                        .counting(new Basis(7, null), CANARY.policy().gating().approval(), NOW.plusSeconds(60))
                        .waiver())
                .isNull();
        assertThat(approvals.firstEnd(CANARY.policy().gating().approval())).isEqualTo(NOW.plusSeconds(60));
    }

    private static String refusal(StandingDecision made, @Nullable Desired desired, @Nullable Inventory inventory) {
        DecisionAnswer answer = answer(made, desired, inventory);
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.REFUSED);
        return answer.message();
    }

    private static DecisionAnswer answer(
            StandingDecision made, @Nullable Desired desired, @Nullable Inventory inventory) {
        return ReleaseJudgement.of(made, TARGET, desired, inventory, NOW);
    }

    private static StandingDecision made(String commit, @Nullable Long validForMillis) {
        Decision decision =
                new Decision("id", Kind.RELEASE, "ada", "incident 7", Named.commit(commit), validForMillis, null);
        return new StandingDecision(decision.key(TARGET), decision, NOW, false);
    }

    private static Desired desired(TargetPolicy policy) {
        return Samples.bundle("shop", policy, List.of());
    }
}
