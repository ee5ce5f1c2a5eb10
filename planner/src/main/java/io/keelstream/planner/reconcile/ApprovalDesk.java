package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.decision.ApprovalJudgement;
import io.keelstream.planner.decision.ApprovalJudgement.Circumstances;
import io.keelstream.planner.decision.Approvals;
import java.time.Clock;
import java.time.Instant;

/**
 * Answers approvals and rejections. What is honoured counts from then on, also when the plan
 * that follows from it is only made after a restart. Thread-safe for different targets.
 */
final class ApprovalDesk {

    private final AnswerWriter writer;
    private final Clock clock;

    ApprovalDesk(OwnedPartition partition, Clock clock) {
        this.writer = new AnswerWriter(partition);
        this.clock = clock;
    }

    /** Answers what nobody has answered, given what was just found out; whether anything counts now that did not before. */
    boolean answer(TargetRecords records, Evaluation evaluation) {
        boolean others = false;
        Approvals honoured = records.decisions().honoured();
        for (StandingDecision made : records.decisions().open()) {
            Instant now = clock.instant();
            Circumstances circumstances = circumstances(records, evaluation, honoured, now);
            DecisionAnswer answer = ApprovalJudgement.of(made, circumstances, now);
            if (answer != null) {
                writer.write(records.target(), made, answer, now);
                others |= answer.outcome() == Outcome.HONOURED;
            }
        }
        return others;
    }

    private static Circumstances circumstances(
            TargetRecords records, Evaluation evaluation, Approvals honoured, Instant now) {
        Plan plan = evaluation.publish() == null ? records.currentPlan() : evaluation.publish();
        Approvals counting = plan == null
                ? Approvals.NONE
                : honoured.counting(
                        records.basis(), plan.bundle().policy().gating().approval(), now);
        return new Circumstances(
                records.target(),
                records.desired() != null,
                records.releasing(),
                plan,
                evaluation.again(),
                records.basis(),
                counting);
    }
}
