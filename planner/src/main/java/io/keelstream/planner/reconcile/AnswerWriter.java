package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.partition.OwnedPartition;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the answer to a decision, in a transaction of its own, and returns when it is committed. Thread-safe for different targets. */
final class AnswerWriter {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

    private final OwnedPartition partition;

    AnswerWriter(OwnedPartition partition) {
        this.partition = partition;
    }

    void write(String target, StandingDecision made, DecisionAnswer answer, Instant now) {
        partition.writer().writeAndWait(Answers.facts(target, made.key(), answer, EventContext.at(now)));
        Decision decision = made.decision();
        LOG.atInfo()
                .addKeyValue("target", target)
                .addKeyValue("kind", decision.kind())
                .addKeyValue("actor", decision.actor())
                .addKeyValue("outcome", answer.outcome())
                .addKeyValue("reason", answer.message())
                .log("Decision answered");
    }
}
