package io.keelstream.messaging.decision;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.InForce;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The decisions about the targets of one partition, and whether a service has answered them. Thread-safe. */
public final class DecisionTable {

    private final Table<Decision> decisions;
    private final Table<DecisionAnswer> answers;
    private final String installation;
    private final Actors actors;

    /**
     * @param partition the partition
     * @param answers the table of the service's answers
     * @param actors who may decide
     */
    public DecisionTable(OwnedPartition partition, Topic answers, Actors actors) {
        this.installation = partition.installation();
        this.actors = actors;
        this.decisions = partition.table(Topic.DECISION, Decision.class);
        this.answers = partition.table(answers, DecisionAnswer.class);
    }

    /**
     * The decision under a key; null without one that can be read.
     *
     * @param unreadable takes why a record cannot be read
     */
    public @Nullable StandingDecision at(String key, Consumer<String> unreadable) {
        return switch (decisions.get(key)) {
            case null -> null;
            case Entry.Present<Decision>(Received<Decision> made) ->
                standing(key, made.payload(), made.place().timestamp());
            case Entry.Unreadable<Decision> poison -> {
                unreadable.accept(poison.reason());
                yield null;
            }
        };
    }

    /** Whether there is a record under a key, readable or not. */
    private boolean has(String key) {
        return decisions.get(key) != null;
    }

    private StandingDecision standing(String key, Decision made, Instant at) {
        boolean answered = answered(key, made.id());
        Actors.Arrival arrival = new Actors.Arrival(installation, Topic.subject(key), at, latestSigned(key), answered);
        return new StandingDecision(key, made, at, answered, actors.of(made, arrival));
    }

    /** When the last decision under a key that an actor signed was signed; null without one. */
    private @Nullable Instant latestSigned(String key) {
        return answers.get(key) instanceof Entry.Present<DecisionAnswer>(Received<DecisionAnswer> given)
                        && given.payload().signed() != null
                ? given.payload().signed().latest()
                : null;
    }

    /** What was answered to a decision; null without an answer that can be read. */
    public @Nullable DecisionAnswer answer(StandingDecision made) {
        return answers.get(made.key()) instanceof Entry.Present<DecisionAnswer>(Received<DecisionAnswer> given)
                        && given.payload()
                                .decision()
                                .id()
                                .equals(made.decision().id())
                ? given.payload()
                : null;
    }

    /**
     * What a person decided that lasts, and still counts: the last such decision that was honoured, until it ends or another one ends
     * it. A later decision that was refused, or cannot be read, does not end it; and where it is known who decides, neither does
     * somebody who deletes the record.
     *
     * @param kind one that lasts
     * @return null where nothing is in force
     */
    public @Nullable InForce inForce(Kind kind, String target, Instant now) {
        if (isWithdrawn(kind, target)
                || !(answers.get(kind.inForceKey(target)) instanceof Entry.Present<DecisionAnswer>(var honoured))) {
            return null;
        }
        DecisionAnswer.Signed signed = honoured.payload().signed();
        InForce found = new InForce(
                honoured.payload().decision(),
                signed == null ? null : signed.by(),
                honoured.time(),
                honoured.payload().addedAt());
        return found.over(now) ? null : found;
    }

    /**
     * The record because of which it is not known what is in force, so that something stands all the same: what was honoured, or, where
     * nothing readable is in force, a decision that nobody could judge. Another decision in its place ends that.
     *
     * @param kind one that lasts
     * @return its key, and what is wrong with it; null where it is known what is in force
     */
    public @Nullable String unreadable(Kind kind, String target, Instant now) {
        if (isWithdrawn(kind, target)) {
            return null;
        }
        if (answers.get(kind.inForceKey(target)) instanceof Entry.Unreadable<DecisionAnswer>(String key, String why)) {
            return key + ": " + why;
        }
        return decisions.get(kind.key(target)) instanceof Entry.Unreadable<Decision>(String key, String why)
                        && inForce(kind, target, now) == null
                ? key + ": " + why
                : null;
    }

    /** Whether there is a record of what is in force, whatever it says. */
    public boolean stands(Kind kind, String target) {
        return answers.get(kind.inForceKey(target)) != null;
    }

    /** Where it is not known who decides, somebody who deletes the decision takes it back. */
    private boolean isWithdrawn(Kind kind, String target) {
        return !actors.listed() && !has(kind.key(target));
    }

    /** The keys of all approvals and rejections of a target, in order. */
    public List<String> approvals(String target) {
        return decisions.keys().stream()
                .filter(key -> Topic.subject(key).equals(target) && Decision.isApprovalKey(key))
                .sorted()
                .toList();
    }

    /** The targets that somebody decided about. */
    public Set<String> targets() {
        return decisions.subjects();
    }

    /** An answer that cannot be read may be that to this decision. */
    private boolean answered(String key, String id) {
        return switch (answers.get(key)) {
            case null -> false;
            case Entry.Present<DecisionAnswer>(Received<DecisionAnswer> given) ->
                given.payload().decision().id().equals(id);
            case Entry.Unreadable<DecisionAnswer> _ -> true;
        };
    }
}
