package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.partition.OwnedPartition;
import java.time.Instant;

/**
 * Answers people who ask for a rehearsal, once each, before its plan is published: what is honoured counts on the inventory of
 * then, so that its plan follows also after a restart in between, and is used up by the release that begins. Thread-safe for
 * different targets.
 */
final class Rehearsals {

    private final AnswerWriter writer;

    Rehearsals(OwnedPartition partition) {
        this.writer = new AnswerWriter(partition);
    }

    /** Refuses what cannot be rehearsed as the target is; whether the records are others now. */
    boolean refused(TargetRecords records, Situation situation, Instant now) {
        AskedRehearsal asked = records.rehearsal();
        if (asked == null || asked.honoured()) {
            return false;
        }
        DecisionAnswer answer = RehearsalJudgement.before(asked.made(), records.target(), situation, now);
        if (answer != null) {
            writer.write(records.target(), asked.made(), answer, now);
        }
        return answer != null;
    }

    /** What to do after the cluster was asked: the plan is published where the rehearsal is honoured. */
    Evaluation answered(TargetRecords records, AskedRehearsal asked, Evaluation found, Instant now) {
        Plan plan = found.publish();
        if (asked.honoured() || plan == null) {
            return found;
        }
        DecisionAnswer answer = RehearsalJudgement.of(asked.made(), plan, records.basis(), now);
        writer.write(records.target(), asked.made(), answer, now);
        return answer.outcome() == Outcome.HONOURED ? found : Evaluation.later(now);
    }
}
