package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.event.EventType;
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

    private final KafkaSettings kafka;

    DecisionDesk(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** The target as it is now. */
    TargetState target(String name) {
        try (var reader = new TableReader<>(kafka, Topic.TARGET, TargetState.class)) {
            return switch (reader.load(LOAD_LIMIT).get(name)) {
                case null -> throw CommandFailure.no("there is no target " + name + ". keelstream status lists all");
                case Entry.Unreadable<TargetState> poison ->
                    throw CommandFailure.no("the state of " + name + " cannot be read: " + poison.reason());
                case Entry.Present<TargetState>(Received<TargetState> received) -> received.payload();
            };
        }
    }

    /** Writes the decision and waits for nothing. */
    void handIn(String target, Decision decision) {
        try (TableWriter writer = new TableWriter(kafka, "/keelstream/people/" + decision.actor())) {
            writer.write(Fact.of(
                    EventType.DECISION_MADE, decision.kind().key(target), decision, EventContext.at(Instant.now())));
        }
    }

    /**
     * Writes the decision and waits for its answer.
     *
     * @return null when none came in time
     */
    @Nullable
    DecisionAnswer ask(String target, Decision decision, Duration limit) throws InterruptedException {
        String key = decision.kind().key(target);
        Semaphore news = new Semaphore(0);
        try (var answers = new TableReader<>(kafka, answers(decision.kind()), DecisionAnswer.class);
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

    /** The answers of the service that judges a kind. */
    private static Topic answers(Kind kind) {
        return switch (kind) {
            case PIN, ROLLBACK, UNPIN -> Topic.PLANNER_ANSWER;
            case APPROVE, REJECT, RETRY, PROMOTE, ABORT, PAUSE, RESUME, UNKNOWN -> Topic.APPLIER_ANSWER;
        };
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
