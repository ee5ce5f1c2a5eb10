package io.keelstream.planner.reconcile;

import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.InForce;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.decision.DecisionTable;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.rollback.Effective;
import io.keelstream.planner.rollback.Pin;
import io.keelstream.planner.rollback.PinJudgement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people decided about the commit of a target, and the transactions that answer them: once each, also while a release
 * runs. Thread-safe.
 */
final class Pins {

    private static final Logger LOG = LoggerFactory.getLogger(Pins.class);

    private final OwnedPartition partition;
    private final DecisionTable decisions;
    private final Clock clock;

    Pins(OwnedPartition partition, Actors actors, Clock clock) {
        this.partition = partition;
        this.decisions = new DecisionTable(partition, Topic.PLANNER_ANSWER, actors);
        this.clock = clock;
    }

    /** Answers a decision that nobody has answered. One that cannot be read has no answer: the plan says so. */
    void judge(TargetRecords records, Effective.Lookup kept) throws InterruptedException {
        String key = Kind.PIN.key(records.target());
        StandingDecision made = decisions.at(key, unreadable -> {});
        if (made == null
                || made.answered()
                || records.inventory() instanceof Entry.Unreadable<Inventory>
                || records.desired() instanceof Entry.Unreadable<Desired>) {
            return;
        }
        Instant now = clock.instant();
        Desired desired = desired(records);
        DecisionAnswer answer = PinJudgement.of(
                made,
                new PinJudgement.Situation(records.target(), desired, inventory(records), pinned(records)),
                kept,
                now);
        partition
                .writer()
                .writeAndWait(Answers.facts(
                        records.target(),
                        key,
                        answer.of(desired == null ? null : desired.addedAt()),
                        EventContext.at(now)));
    }

    /** Whether it is pinned now, or was until now by a decision that could not be read, in whose place another one is. */
    private boolean pinned(TargetRecords records) {
        Plan published = records.published();
        return decided(records) != null
                || (published != null && Pin.UNKNOWN.equals(published.bundle().pinned()));
    }

    /**
     * Ends the pin of a target that Git removed, and of which nothing is left: what comes back by its name, perhaps already, is
     * another one.
     */
    void end(TargetRecords records) {
        if ((records.gone() || aboutFormer(records)) && decisions.stands(Kind.PIN, records.target())) {
            partition
                    .writer()
                    .writeAndWait(List.of(Fact.tombstone(
                            EventType.PLANNER_ANSWERED,
                            Kind.PIN.inForceKey(records.target()),
                            EventContext.at(clock.instant()))));
            LOG.atInfo().addKeyValue("target", records.target()).log("The pin ended with its target");
        }
    }

    private boolean aboutFormer(TargetRecords records) {
        InForce made = decisions.inForce(Kind.PIN, records.target(), clock.instant());
        return made != null && desired(records) != null && aboutFormer(made, records);
    }

    /**
     * Whether a pin is of a target of which nothing is left. Git takes a removal back as it adds a target: while something of it is
     * applied, it is the same one.
     */
    private static boolean aboutFormer(InForce made, TargetRecords records) {
        Desired desired = desired(records);
        return records.inventory() == null && made.aboutFormer(desired == null ? null : desired.addedAt());
    }

    /**
     * The pin that stands: what a person decided, or else what Git says; null without either. None holds back a removal; what a person
     * decided stands again where Git takes that back before nothing is left.
     */
    @Nullable
    Pin standing(TargetRecords records) {
        Desired desired = desired(records);
        if (desired != null && desired.removed()) {
            return null;
        }
        Pin decided = decided(records);
        return decided != null || desired == null ? decided : Pin.declared(desired);
    }

    /**
     * What a person decided, and still counts. A later decision that was refused, or cannot be read, does not end it, nor does an
     * answer that cannot be read; and where it is known who decides, neither does somebody who deletes the record. It ends with the
     * target, also where nobody looked before that was added again. A decision that cannot be read may be a pin: where none counts, it
     * holds.
     */
    private @Nullable Pin decided(TargetRecords records) {
        String target = records.target();
        Instant now = clock.instant();
        String unreadable = decisions.unreadable(Kind.PIN, target, now);
        if (unreadable != null) {
            return Pin.unreadable(unreadable);
        }
        InForce made = decisions.inForce(Kind.PIN, target, now);
        String commit = made == null ? null : made.decision().named().commit();
        return made == null || commit == null || aboutFormer(made, records)
                ? null
                : new Pin(
                        commit,
                        new Pin.Origin.Person(Decided.of(made), made.since(), made.until()),
                        Pin.Extent.of(made.decision().named()));
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
