package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.decision.ReleaseJudgement;
import java.time.Clock;
import java.time.Instant;

/**
 * Answers who has a commit released without its trial, once, also while a release runs. What is honoured
 * counts from then on. Thread-safe for different targets.
 */
final class ReleaseDesk {

    private final AnswerWriter writer;
    private final Clock clock;

    ReleaseDesk(OwnedPartition partition, Clock clock) {
        this.writer = new AnswerWriter(partition);
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
        writer.write(records.target(), made, answer, now);
        return true;
    }
}
