package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.decision.ReplanJudgement;
import java.time.Clock;
import java.time.Instant;

/**
 * Answers who has a plan that failed made again now. While nobody has answered, an evaluation does not wait for the next try, so the answer
 * comes after the plan, and tells what became of it. Thread-safe for different targets.
 */
final class ReplanDesk {

    private final AnswerWriter writer;
    private final Clock clock;

    ReplanDesk(OwnedPartition partition, Clock clock) {
        this.writer = new AnswerWriter(partition);
        this.clock = clock;
    }

    /** Answers what is about no plan that failed; whether the records are others now. */
    boolean answered(TargetRecords records) {
        StandingDecision made = records.decisions().replan();
        if (made == null) {
            return false;
        }
        Instant now = clock.instant();
        DecisionAnswer answer = ReplanJudgement.before(made, records.target(), records.currentPlan(), now);
        if (answer != null) {
            writer.write(records.target(), made, answer, now);
        }
        return answer != null;
    }

    /** Answers what was not refused, once its plan is published; while the cluster does not answer, it stays open. */
    void answer(TargetRecords records, Evaluation evaluation) {
        StandingDecision made = records.decisions().replan();
        Plan plan = evaluation.publish();
        if (made != null && plan != null) {
            writer.write(records.target(), made, ReplanJudgement.of(made, plan), clock.instant());
        }
    }
}
