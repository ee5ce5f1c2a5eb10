package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.decision.DecisionTable;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import io.keelstream.planner.rollback.Effective;
import io.keelstream.planner.rollback.Pin;
import io.keelstream.planner.rollback.PinJudgement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people decided about the commit of a target, and the transactions that answer them: once each, also while a release
 * runs. Thread-safe.
 */
final class Pins {

    private final OwnedPartition partition;
    private final DecisionTable decisions;
    private final Table<DecisionAnswer> answers;
    private final boolean verified;
    private final Clock clock;

    Pins(OwnedPartition partition, Actors actors, Clock clock) {
        this.partition = partition;
        this.decisions = new DecisionTable(partition, Topic.PLANNER_ANSWER, actors);
        this.answers = partition.table(Topic.PLANNER_ANSWER, DecisionAnswer.class);
        this.verified = actors.listed();
        this.clock = clock;
    }

    /** Answers a decision that nobody has answered. */
    void judge(TargetRecords records, Effective.Lookup kept) throws InterruptedException {
        String key = Kind.PIN.key(records.target());
        StandingDecision made = decisions.at(key, unreadable -> {});
        if (made == null
                || made.answered()
                || records.inventory() instanceof Entry.Unreadable<Inventory>
                || records.desired() instanceof Entry.Unreadable<Desired>) {
            return;
        }
        String standing = standingKey(records.target());
        Instant now = clock.instant();
        DecisionAnswer answer = PinJudgement.of(
                made,
                new PinJudgement.Situation(
                        records.target(), desired(records), inventory(records), answers.get(standing) != null),
                kept,
                now);
        EventContext context = EventContext.at(now);
        List<Fact> facts = new ArrayList<>(Answers.facts(records.target(), key, answer, context));
        if (answer.outcome() == Outcome.HONOURED) {
            facts.add(
                    made.decision().kind() == Kind.UNPIN
                            ? Fact.tombstone(EventType.PLANNER_ANSWERED, standing, context)
                            : Fact.of(EventType.PLANNER_ANSWERED, standing, answer, context));
        }
        partition.writer().writeAndWait(facts);
    }

    /** The pin that stands: what a person decided, or else what Git says; null without either. */
    @Nullable
    Pin standing(TargetRecords records) {
        Pin decided = decided(records.target());
        Desired desired = desired(records);
        return decided != null || desired == null ? decided : Pin.declared(desired);
    }

    /**
     * What a person decided, and still counts. A later decision that was refused, or cannot be read, does not end it; and where
     * it is known who decides, neither does somebody who deletes the record.
     */
    private @Nullable Pin decided(String target) {
        if ((!verified && !decisions.has(Kind.PIN.key(target)))
                || !(answers.get(standingKey(target)) instanceof Entry.Present<DecisionAnswer>(var honoured))) {
            return null;
        }
        Decision made = honoured.payload().decision();
        String commit = made.named().commit();
        Instant until = until(made, honoured.time());
        return commit == null || !clock.instant().isBefore(until)
                ? null
                : new Pin(
                        commit,
                        new Pin.Origin.Person(PinJudgement.by(made), honoured.time(), until),
                        Pin.Extent.of(made.named()));
    }

    /** The answer that pinned the target, for as long as it is. */
    private static String standingKey(String target) {
        return target + "#pinned";
    }

    private static Instant until(Decision made, Instant since) {
        Long millis = made.validForMillis();
        return millis == null ? Instant.MAX : since.plusMillis(millis);
    }

    private static @Nullable Desired desired(TargetRecords records) {
        return records.desired() instanceof Entry.Present<Desired>(Received<Desired> received)
                ? received.payload()
                : null;
    }

    private static @Nullable Inventory inventory(TargetRecords records) {
        return records.inventory() instanceof Entry.Present<Inventory>(Received<Inventory> received)
                ? received.payload()
                : null;
    }
}
