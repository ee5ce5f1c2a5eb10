package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.decision.ReleaseJudgement;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers who has a commit released without its trial, once, in a transaction of its own, also while a release runs. What is honoured
 * counts from then on. Thread-safe for different targets.
 */
final class ReleaseDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseDesk.class);

    private final OwnedPartition partition;
    private final Clock clock;

    ReleaseDesk(OwnedPartition partition, Clock clock) {
        this.partition = partition;
        this.clock = clock;
    }

    /** Answers what nobody has answered; whether the records are others now. What cannot be read is waited for. */
    boolean answered(TargetRecords records) {
        StandingDecision made = records.decisions().release();
        if (made == null
                || records.desired() instanceof Entry.Unreadable<Desired>
                || records.inventory() instanceof Entry.Unreadable<Inventory>) {
            return false;
        }
        Instant now = clock.instant();
        Desired desired = records.desired() instanceof Entry.Present<Desired>(Received<Desired> received)
                ? received.payload()
                : null;
        Inventory inventory = records.inventory() instanceof Entry.Present<Inventory>(Received<Inventory> received)
                ? received.payload()
                : null;
        DecisionAnswer answer = ReleaseJudgement.of(made, records.target(), desired, inventory, now);
        partition.writer().writeAndWait(Answers.facts(records.target(), made.key(), answer, EventContext.at(now)));
        LOG.atInfo()
                .addKeyValue("target", records.target())
                .addKeyValue("actor", made.decision().actor())
                .addKeyValue("outcome", answer.outcome())
                .addKeyValue("reason", answer.message())
                .log("Release without a trial answered");
        return true;
    }
}
