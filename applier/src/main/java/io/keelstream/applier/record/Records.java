package io.keelstream.applier.record;

import io.keelstream.applier.decision.Decisions;
import io.keelstream.applier.decision.Pause;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.decision.DecisionTable;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of one partition, read per target. Thread-safe. */
public final class Records {

    private final Table<Desired> desired;
    private final Table<Plan> plan;
    private final Table<Plan> running;
    private final Table<Inventory> inventory;
    private final Table<Execution> execution;
    private final Table<TargetState> target;
    private final Table<Analysis> analysis;
    private final DecisionTable decisions;
    private final Clock clock;

    /**
     * The tables of the partition.
     *
     * @param actors who may decide
     * @param clock until when a pause lasts
     */
    public Records(OwnedPartition partition, Actors actors, Clock clock) {
        this.desired = partition.table(Topic.DESIRED, Desired.class);
        this.plan = partition.table(Topic.PLAN, Plan.class);
        this.running = partition.table(Topic.RUNNING, Plan.class);
        this.inventory = partition.table(Topic.INVENTORY, Inventory.class);
        this.execution = partition.table(Topic.EXECUTION, Execution.class);
        this.target = partition.table(Topic.TARGET, TargetState.class);
        this.analysis = partition.table(Topic.ANALYSIS, Analysis.class);
        this.decisions = new DecisionTable(partition, Topic.APPLIER_ANSWER, actors);
        this.clock = clock;
    }

    /** What is known of one target. */
    public Known of(String key) {
        List<Problem> unreadable = new ArrayList<>();
        return new Known(
                read(desired.get(key), Topic.DESIRED, unreadable),
                plan.get(key) instanceof Entry.Present<Plan>(Received<Plan> received) ? received : null,
                read(running.get(key), Topic.RUNNING, new ArrayList<>()),
                read(inventory.get(key), Topic.INVENTORY, unreadable),
                read(execution.get(key), Topic.EXECUTION, unreadable),
                read(target.get(key), Topic.TARGET, new ArrayList<>()),
                unreadable);
    }

    /** Trace context of the run that wrote the target's execution; null when that is not known. */
    public @Nullable String headerOfExecution(String key) {
        return execution.get(key) instanceof Entry.Present<Execution>(Received<Execution> received)
                ? received.traceparent()
                : null;
    }

    /** What Git wants of a target now; null where it says nothing, or nothing readable. */
    public @Nullable Desired desired(String key) {
        return read(desired.get(key), Topic.DESIRED, new ArrayList<>());
    }

    /** Since when Git wants that; the epoch where it says nothing readable. */
    public Instant desiredSince(String key) {
        return desired.get(key) instanceof Entry.Present<Desired>(Received<Desired> received)
                ? received.place().timestamp()
                : Instant.EPOCH;
    }

    /** The plan of a target as it is published now; null without one that can be read. */
    public @Nullable Plan plan(String key) {
        return plan.get(key) instanceof Entry.Present<Plan>(Received<Plan> received) ? received.payload() : null;
    }

    /** What the canary-analyzer says of a target now; null where it says nothing, or nothing readable. */
    public @Nullable Analysis analysis(String key) {
        return read(analysis.get(key), Topic.ANALYSIS, new ArrayList<>());
    }

    /** What people decided about a target as of now, as far as the applier judges it. */
    public Decisions decisions(String key) {
        List<Problem> unreadable = new ArrayList<>();
        return new Decisions(
                decided(Kind.ABORT.key(key), unreadable),
                decided(Kind.PAUSE.key(key), unreadable),
                decided(Kind.PROMOTE.key(key), unreadable),
                decided(Kind.RETRY.key(key), unreadable),
                pause(key),
                unreadable);
    }

    /** The pause of a target that is in force, or may be: a decision that cannot be read may be a pause; null without one. */
    public @Nullable Pause pause(String key) {
        Instant now = clock.instant();
        return decisions.unreadable(Kind.PAUSE, key, now) == null
                ? Pause.of(decisions.inForce(Kind.PAUSE, key, now))
                : Pause.UNREADABLE;
    }

    /** Whether there is a record of a pause that is in force, whatever it says. */
    public boolean pauseStands(String key) {
        return decisions.stands(Kind.PAUSE, key);
    }

    private @Nullable StandingDecision decided(String key, List<Problem> unreadable) {
        return decisions.at(
                key,
                reason -> unreadable.add(Reason.POISON_EVENT.problem(
                        "the decision in " + Topic.DECISION.topicName() + " cannot be read (" + reason + "); "
                                + consequence(key),
                        key)));
    }

    /** It may be a pause, and then it holds where none is in force. */
    private static String consequence(String key) {
        String target = Topic.subject(key);
        return key.equals(Kind.PAUSE.key(target))
                ? "the target is paused until it is made again, or keelstream resume " + target + " is run"
                : "it is ignored until it is made again";
    }

    /** Whether a release of the target runs. */
    public boolean releasing(String key) {
        return inventory.get(key) instanceof Entry.Present<Inventory>(Received<Inventory> received)
                && received.payload().release() != null;
    }

    /** Every target that any table knows. */
    public Set<String> targets() {
        Set<String> keys = new TreeSet<>(desired.keys());
        keys.addAll(plan.keys());
        keys.addAll(running.keys());
        keys.addAll(inventory.keys());
        keys.addAll(execution.keys());
        keys.addAll(target.keys());
        keys.addAll(decisions.targets());
        return keys;
    }

    private static <T extends Record> @Nullable T read(
            @Nullable Entry<T> entry, Topic topic, List<Problem> unreadable) {
        return switch (entry) {
            case null -> null;
            case Entry.Present<T> present -> present.received().payload();
            case Entry.Unreadable<T> poison -> {
                unreadable.add(Reason.POISON_EVENT.problem(
                        "the record in " + topic.topicName() + " cannot be read (" + poison.reason()
                                + "); nothing is done for this target until a readable one replaces it",
                        poison.key()));
                yield null;
            }
        };
    }
}
