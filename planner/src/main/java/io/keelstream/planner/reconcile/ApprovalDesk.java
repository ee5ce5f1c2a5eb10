package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.decision.ApprovalJudgement;
import io.keelstream.planner.decision.ApprovalJudgement.Circumstances;
import io.keelstream.planner.decision.Approvals;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers approvals and rejections, each in a transaction of its own. What is honoured counts from then on, also when the plan
 * that follows from it is only made after a restart. Thread-safe for different targets.
 */
final class ApprovalDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ApprovalDesk.class);

    private final OwnedPartition partition;
    private final Clock clock;

    ApprovalDesk(OwnedPartition partition, Clock clock) {
        this.partition = partition;
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
                write(records.target(), made, answer, now);
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
                        records.sequence(), plan.bundle().policy().gating().approval(), now);
        return new Circumstances(
                records.target(),
                records.desired() != null,
                records.releasing(),
                plan,
                evaluation.again(),
                records.sequence(),
                counting);
    }

    private void write(String target, StandingDecision made, DecisionAnswer answer, Instant now) {
        partition.writer().writeAndWait(Answers.facts(target, made.key(), answer, EventContext.at(now)));
        LOG.atInfo()
                .addKeyValue("target", target)
                .addKeyValue("kind", made.decision().kind())
                .addKeyValue("actor", made.decision().actor())
                .addKeyValue("outcome", answer.outcome())
                .addKeyValue("reason", answer.message())
                .log("Decision answered");
    }
}
