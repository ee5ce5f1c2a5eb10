package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
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
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    /** The same; null where nothing is planned. */
    @Nullable
    Plan planned(String name) {
        return find(Topic.PLAN, Plan.class, name, "the plan of " + name);
    }

    /** The installation that the target or plan that was read is of: decisions are signed for it. */
    String installation() {
        return installation;
    }

    private <T extends Record> T read(Topic topic, Class<T> type, String key, String missing, String what) {
        T found = find(topic, type, key, what);
        if (found == null) {
            throw CommandFailure.no(missing);
        }
        return found;
    }

    private <T extends Record> @Nullable T find(Topic topic, Class<T> type, String key, String what) {
        try (var reader = new TableReader<>(kafka, topic, type)) {
            Table<T> table = reader.load(LOAD_LIMIT);
            installation = reader.installation();
            return switch (table.get(key)) {
                case null -> null;
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

    /** The targets of a choice, in the order of their names. What labels a target has, its plan says. */
    SortedMap<String, TargetState> targets(Choice choice) {
        SortedMap<String, TargetState> found = new TreeMap<>();
        try (var reader = new TableReader<>(kafka, Topic.TARGET, TargetState.class)) {
            Table<TargetState> table = reader.load(LOAD_LIMIT);
            installation = reader.installation();
            for (String name : table.keys()) {
                if (table.get(name) instanceof Entry.Present<TargetState>(Received<TargetState> received)
                        && choice.names(name, received.payload())) {
                    found.put(name, received.payload());
                }
            }
        }
        if (!choice.labels().isEmpty()) {
            found.keySet().retainAll(labelled(choice));
        }
        return found;
    }

    private Set<String> labelled(Choice choice) {
        try (var plans = new TableReader<>(kafka, Topic.PLAN, Plan.class)) {
            Table<Plan> table = plans.load(LOAD_LIMIT);
            return table.keys().stream()
                    .filter(name -> table.get(name) instanceof Entry.Present<Plan>(Received<Plan> received)
                            && choice.labelled(received.payload().bundle().labels()))
                    .collect(Collectors.toSet());
        }
    }

    /**
     * The targets, of these, of which a decision is in force that decisions of a kind end. One that cannot be read holds, too.
     *
     * @param ending a kind that ends something
     */
    Set<String> inForce(Kind ending, Collection<String> targets) {
        try (var answers = new TableReader<>(kafka, ending.answers(), DecisionAnswer.class);
                var made = new TableReader<>(kafka, Topic.DECISION, Decision.class)) {
            Table<DecisionAnswer> honoured = answers.load(LOAD_LIMIT);
            Table<Decision> decisions = made.load(LOAD_LIMIT);
            return targets.stream()
                    .filter(target -> honoured.get(ending.inForceKey(target)) != null
                            || decisions.get(ending.key(target)) instanceof Entry.Unreadable<Decision>)
                    .collect(Collectors.toSet());
        }
    }

    /** Writes a decision and waits for what becomes of it. */
    Reply ask(String target, Decision decision, Duration limit) throws InterruptedException {
        SortedMap<String, Decision> alone = new TreeMap<>();
        alone.put(target, decision);
        return Objects.requireNonNull(ask(alone, limit).get(target));
    }

    /**
     * Writes decisions of one kind about several targets, and waits for what becomes of them.
     *
     * @param limit how long for all of them
     * @return a reply to each, by target
     */
    SortedMap<String, Reply> ask(SortedMap<String, Decision> decisions, Duration limit) throws InterruptedException {
        Topic judge = decisions.values().iterator().next().kind().answers();
        SortedMap<String, Reply> replies = new TreeMap<>();
        Semaphore news = new Semaphore(0);
        try (var answers = new TableReader<>(kafka, judge, DecisionAnswer.class);
                var made = new TableReader<>(kafka, Topic.DECISION, Decision.class)) {
            Table<DecisionAnswer> answered = answers.load(LOAD_LIMIT);
            decisions.forEach(this::handIn);
            Table<Decision> standing = made.load(LOAD_LIMIT);
            answers.follow(changed -> news.release());
            made.follow(changed -> news.release());
            long end = System.nanoTime() + limit.toNanos();
            boolean inTime = true;
            while (true) {
                decisions.forEach((target, decision) -> {
                    Reply reply = reply(decision, decision.key(target), answered, standing);
                    if (reply != null) {
                        replies.putIfAbsent(target, reply);
                    }
                });
                if (!inTime) {
                    decisions.keySet().forEach(target -> replies.putIfAbsent(target, new Reply.Silent()));
                }
                if (replies.size() == decisions.size()) {
                    return replies;
                }
                inTime = news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                news.drainPermits();
            }
        }
    }

    /** What became of a decision so far; null while nothing did. */
    private static @Nullable Reply reply(
            Decision own, String key, Table<DecisionAnswer> answered, Table<Decision> standing) {
        if (answered.get(key) instanceof Entry.Present<DecisionAnswer>(Received<DecisionAnswer> received)
                && received.payload().decision().id().equals(own.id())) {
            return new Reply.Answered(received.payload());
        }
        return standing.get(key) instanceof Entry.Present<Decision>(Received<Decision> received)
                        && !received.payload().id().equals(own.id())
                ? new Reply.Overwritten(received.payload())
                : null;
    }
}
