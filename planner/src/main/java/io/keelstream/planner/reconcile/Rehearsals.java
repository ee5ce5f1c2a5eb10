package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.partition.OwnedPartition;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers people who ask for a rehearsal, once each, before its plan is published: what is honoured counts on the inventory of
 * then, so that its plan follows also after a restart in between, and is used up by the release that begins. Thread-safe for
 * different targets.
 */
final class Rehearsals {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);

    private final OwnedPartition partition;

    Rehearsals(OwnedPartition partition) {
        this.partition = partition;
    }

    /** Refuses what cannot be rehearsed as the target is; whether the records are others now. */
    boolean refused(TargetRecords records, Situation situation, Instant now) {
        AskedRehearsal asked = records.rehearsal();
        if (asked == null || asked.honoured()) {
            return false;
        }
        DecisionAnswer answer = RehearsalJudgement.before(asked.made(), records.target(), situation, now);
        if (answer != null) {
            write(records.target(), asked, answer, now);
        }
        return answer != null;
    }

    /** What to do after the cluster was asked: the plan is published where the rehearsal is honoured. */
    Evaluation answered(TargetRecords records, AskedRehearsal asked, Evaluation found, Instant now) {
        Plan plan = found.publish();
        if (asked.honoured() || plan == null) {
            return found;
        }
        DecisionAnswer answer = RehearsalJudgement.of(asked.made(), plan, records.sequence(), now);
        write(records.target(), asked, answer, now);
        return answer.outcome() == Outcome.HONOURED ? found : Evaluation.later(now);
    }

    private void write(String target, AskedRehearsal asked, DecisionAnswer answer, Instant now) {
        partition.writer().writeAndWait(Answers.facts(target, asked.made().key(), answer, EventContext.at(now)));
        LOG.atInfo()
                .addKeyValue("target", target)
                .addKeyValue("actor", answer.decision().actor())
                .addKeyValue("outcome", answer.outcome())
                .addKeyValue("reason", answer.message())
                .log("Rehearsal answered");
    }
}
