package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableReader;
import io.keelstream.messaging.table.TableWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands a decision in, and brings its answer. Used by one thread, once. */
final class DecisionDesk {

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);

    private static final String PEOPLE = "/keelstream/people/";

    private final KafkaSettings kafka;
    private String installation = "";

    DecisionDesk(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** The target as it is now. */
    TargetState target(String name) {
        return read(
                Topic.TARGET,
                TargetState.class,
                name,
                "there is no target " + name + ". keelstream status lists all",
                "the state of " + name);
    }

    /** What is planned for the target now. */
    Plan plan(String name) {
        return read(Topic.PLAN, Plan.class, name, "nothing is planned for " + name, "the plan of " + name);
    }

    /** The installation that the target or plan that was read is of: decisions are signed for it. */
    String installation() {
        return installation;
    }

    private <T extends Record> T read(Topic topic, Class<T> type, String key, String missing, String what) {
        try (var reader = new TableReader<>(kafka, topic, type)) {
            Table<T> table = reader.load(LOAD_LIMIT);
            installation = reader.installation();
            return switch (table.get(key)) {
                case null -> throw CommandFailure.no(missing);
                case Entry.Unreadable<T> poison ->
                    throw CommandFailure.no(what + " cannot be read: " + poison.reason());
                case Entry.Present<T>(Received<T> received) -> received.payload();
            };
        }
    }

    /** Writes the decision and waits for nothing. */
    void handIn(String target, Decision decision) {
        try (TableWriter writer = new TableWriter(kafka, PEOPLE + decision.actor())) {
            writer.write(
                    Fact.of(EventType.DECISION_MADE, decision.key(target), decision, EventContext.at(Instant.now())));
        }
    }

    /** Takes back what an actor decided about the target's changes; false where there is nothing of the kind. */
    boolean withdraw(String target, String actor) {
        String key = Decision.approvalKey(target, actor);
        try (var decisions = new TableReader<>(kafka, Topic.DECISION, Decision.class)) {
            if (decisions.load(LOAD_LIMIT).get(key) == null) {
                return false;
            }
        }
        try (TableWriter writer = new TableWriter(kafka, PEOPLE + actor)) {
            writer.write(Fact.tombstone(EventType.DECISION_MADE, key, EventContext.at(Instant.now())));
        }
        return true;
    }

    /**
     * Writes the decision and waits for its answer.
     *
     * @return null when none came in time
     */
    @Nullable
    DecisionAnswer ask(String target, Decision decision, Duration limit) throws InterruptedException {
        String key = decision.key(target);
        Semaphore news = new Semaphore(0);
        try (var answers = new TableReader<>(kafka, decision.kind().answers(), DecisionAnswer.class);
                var decisions = new TableReader<>(kafka, Topic.DECISION, Decision.class)) {
            Table<DecisionAnswer> answered = answers.load(LOAD_LIMIT);
            handIn(target, decision);
            Table<Decision> made = decisions.load(LOAD_LIMIT);
            answers.follow(changed -> news.release());
            decisions.follow(changed -> news.release());
            long end = System.nanoTime() + limit.toNanos();
            while (true) {
                if (answered.get(key) instanceof Entry.Present<DecisionAnswer>(Received<DecisionAnswer> received)
                        && received.payload().decision().id().equals(decision.id())) {
                    return received.payload();
                }
                overwritten(made.get(key), decision);
                if (!news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return null;
                }
            }
        }
    }

    /** A later decision took the place of this one before anybody answered it: it does not count. */
    private static void overwritten(@Nullable Entry<Decision> entry, Decision own) {
        if (entry instanceof Entry.Present<Decision>(Received<Decision> received)
                && !received.payload().id().equals(own.id())) {
            Decision other = received.payload();
            throw CommandFailure.no("the decision does not count: " + other.actor() + " decided otherwise meanwhile"
                    + (other.reason().isBlank() ? "" : " (" + other.reason() + ")"));
        }
    }
}
