package io.keelstream.planner.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.decision.ApprovalJudgement.Circumstances;
import io.keelstream.planner.sample.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalJudgementTests {

    private static final String TARGET = "production/shop";
    private static final String CHANGE = "sha256:3f2a9c1b4d5e6f70";
    private static final Basis BASIS = new Basis(7, new NumberedCommit(3, "a"));
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @Test
    void approvalCountsForTheInventoryThatItWasGivenOn() {
        DecisionAnswer answer = answer(made(Kind.APPROVE, "ada", null), plan(State.AWAITING_APPROVAL));

        assertThat(answer.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(answer.inventorySequence()).isEqualTo(7);
        assertThat(answer.message()).isEqualTo("change 3f2a9c1b4d5e is approved by ada: because (1 of 1)");
    }

    @Test
    void approvalEndsByItsOwnTimeAndByTheRuleOfTheTarget() {
        StandingDecision hour = made(Kind.APPROVE, "ada", 3_600_000L);
        Approvals given = new Approvals(List.of(new Approvals.Given(hour, BASIS)), List.of());
        Approval day = Approval.DEFAULT;
        Approval minute = new Approval(1, 60_000);

        assertThat(given.counting(BASIS, day, NOW.plusSeconds(3_599)).given()).hasSize(1);
        assertThat(given.counting(BASIS, day, NOW.plusSeconds(3_600)).given()).isEmpty();
        assertThat(given.counting(BASIS, minute, NOW.plusSeconds(60)).given()).isEmpty();
        assertThat(given.counting(new Basis(8, BASIS.addedAt()), day, NOW).given())
                .isEmpty();
        assertThat(given.counting(new Basis(7, new NumberedCommit(9, "a")), day, NOW)
                        .given())
                .as("the target was removed and added again")
                .isEmpty();
        assertThat(given.firstEnd(minute)).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void approvalWaitsForTheRetryOfAHookThatFailed() {
        Plan plan = plan(State.BLOCKED, Reason.HOOK_FAILED.problem("exit code 1", "Job.batch/shop/migrate"));

        DecisionAnswer answer = answer(made(Kind.APPROVE, "ada", null), plan);

        assertThat(answer.reason()).isEqualTo(Reason.DECISION_OUTDATED.label());
        assertThat(answer.message())
                .isEqualTo("change 3f2a9c1b4d5e waits for a retry of the hook that failed; approve it after that");
    }

    @Test
    void rejectionStandsWhateverIsReleased() {
        StandingDecision rejected = made(Kind.REJECT, "ada", null);
        Approvals given = new Approvals(List.of(new Approvals.Given(rejected, null)), List.of());

        assertThat(given.counting(new Basis(99, null), Approval.DEFAULT, NOW.plus(Duration.ofDays(400)))
                        .given())
                .hasSize(1);
        assertThat(given.firstEnd(Approval.DEFAULT)).isNull();
    }

    @Test
    void expiredDecisionIsRefused() {
        Circumstances later =
                new Circumstances(TARGET, true, false, plan(State.AWAITING_APPROVAL), null, BASIS, Approvals.NONE);

        assertThat(reason(ApprovalJudgement.of(made(Kind.APPROVE, "ada", null), later, NOW.plus(Duration.ofDays(1)))))
                .isEqualTo(Reason.DECISION_EXPIRED.label());
    }

    @Test
    void decisionUnderAnotherKeyIsRefused() {
        StandingDecision bob = made(Kind.APPROVE, "bob", null);
        StandingDecision forged = new StandingDecision(TARGET + "#approval/ada", bob.decision(), NOW, false);

        assertThat(answer(forged, plan(State.AWAITING_APPROVAL)).reason()).isEqualTo(Reason.DECISION_INVALID.label());
    }

    @Test
    void planThatIsBeingMadeIsWaitedForAndOneThatIsFarOffIsNot() {
        StandingDecision made = made(Kind.APPROVE, "ada", null);

        assertThat(ApprovalJudgement.of(made, unplanned(null), NOW)).isNull();
        assertThat(ApprovalJudgement.of(made, unplanned(NOW.plusSeconds(1)), NOW))
                .isNull();
        assertThat(reason(ApprovalJudgement.of(made, unplanned(NOW.plusSeconds(60)), NOW)))
                .isEqualTo(Reason.DECISION_OUTDATED.label());
    }

    @Test
    void changeThatNeedsNoApprovalOrCannotBeAppliedIsNotApproved() {
        StandingDecision made = made(Kind.APPROVE, "ada", null);

        for (State state : List.of(State.READY, State.UNCHANGED, State.FAILED)) {
            assertThat(answer(made, plan(state)).outcome()).as("%s", state).isEqualTo(Outcome.REFUSED);
        }
        assertThat(answer(made, plan(State.BLOCKED)).outcome()).isEqualTo(Outcome.HONOURED);
    }

    @Test
    void changeThatIsBeingAppliedIsNotRejectedAnyMore() {
        StandingDecision made = made(Kind.REJECT, "ada", null);

        assertThat(answer(made, plan(State.READY)).message())
                .isEqualTo("change 3f2a9c1b4d5e is ready, and begins as soon as no pause and no limit of releases keeps"
                        + " it. To keep it out, take it out of Git, or stay at another commit: keelstream rollback "
                        + TARGET);
        assertThat(answer(made, plan(State.FAILED)).outcome()).isEqualTo(Outcome.HONOURED);
    }

    private static DecisionAnswer answer(StandingDecision made, Plan plan) {
        Circumstances now = new Circumstances(TARGET, true, false, plan, null, BASIS, Approvals.NONE);
        return Objects.requireNonNull(ApprovalJudgement.of(made, now, NOW));
    }

    private static Circumstances unplanned(@Nullable Instant next) {
        return new Circumstances(TARGET, true, false, null, next, BASIS, Approvals.NONE);
    }

    private static String reason(@Nullable DecisionAnswer answer) {
        return Objects.requireNonNull(answer).reason();
    }

    private static StandingDecision made(Kind kind, String actor, @Nullable Long validForMillis) {
        Decision decision = new Decision("id", kind, actor, "because", Named.change(CHANGE), validForMillis, null);
        return new StandingDecision(decision.key(TARGET), decision, NOW, false);
    }

    private static Plan plan(State state, Problem... problems) {
        return new Plan(
                "plan",
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, "bundle@c0ffee", 7, 0),
                new Plan.Bundle("bundle", Samples.REVISION, TargetPolicy.DEFAULT, Map.of(), Map.of()),
                new Placement("default", "uid", "shop"),
                new Plan.Readiness(state, null, List.of(problems), List.of()),
                new Plan.Work(CHANGE, List.of(), 0, List.of(), null),
                new Plan.Timing(NOW, 1));
    }
}
