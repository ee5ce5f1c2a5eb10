package io.keelstream.cli.explain;

import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.MemoryTable;
import io.keelstream.messaging.partition.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the tables say of every target at one moment, arranged by target. Used by one thread. */
public final class Tables {

    private final Table<TargetState> states;
    private final Table<Plan> plans;
    private final Table<DriftState> drifts;
    private final Map<TargetName, Claim> claims = new HashMap<>();
    private final Map<String, Received<Head>> refs = new HashMap<>();

    /**
     * @param heads what the git-watcher recorded
     * @param states the read models
     * @param plans the plans
     * @param drifts what has drifted
     */
    public Tables(Table<Head> heads, Table<TargetState> states, Table<Plan> plans, Table<DriftState> drifts) {
        this.states = states;
        this.plans = plans;
        this.drifts = drifts;
        heads.entries().forEach(this::learn);
    }

    /** What the tables that status reads say: without plans and drift less can be told. */
    public Tables(Table<Head> heads, Table<TargetState> states) {
        this(heads, states, new MemoryTable<>(Plan.class), new MemoryTable<>(DriftState.class));
    }

    /**
     * What a ref says of a target.
     *
     * @param ref {@code repository@ref}
     * @param record the record of the target's application
     * @param head the target's part of it
     */
    record Claim(String ref, Received<Head> record, Head.TargetHead head) {}

    /** Every target that some table knows. */
    public Collection<String> names() {
        Set<String> names = new TreeSet<>(states.keys());
        claims.keySet().forEach(each -> names.add(each.toString()));
        names.addAll(plans.keys());
        return names;
    }

    /** What its ref says; null where none has it. One that still has it takes precedence over one that it left. */
    @Nullable
    Claim claim(TargetName target) {
        return claims.get(target);
    }

    /** What is wrong with a ref itself, and not with a target of it. */
    List<Problem> problems(String ref) {
        Received<Head> record = refs.get(ref);
        if (record == null) {
            return List.of();
        }
        Set<Problem> ofTargets = new HashSet<>();
        claims.values().stream()
                .filter(each -> each.ref().equals(ref))
                .forEach(each -> ofTargets.addAll(each.head().problems()));
        return record.payload().problems().stream()
                .filter(each -> !ofTargets.contains(each))
                .toList();
    }

    /** The record of a ref; null without one that can be read. */
    @Nullable
    Received<Head> ref(String ref) {
        return refs.get(ref);
    }

    @Nullable
    Received<TargetState> state(TargetName target) {
        return present(states.get(target.toString()));
    }

    @Nullable
    Received<Plan> plan(TargetName target) {
        return present(plans.get(target.toString()));
    }

    @Nullable
    Received<DriftState> drift(TargetName target) {
        return present(drifts.get(target.toString()));
    }

    /** The records of the target that cannot be read: their topics, each with the reason. */
    Map<Topic, String> unreadable(TargetName target) {
        Map<Topic, String> found = new HashMap<>();
        if (states.get(target.toString()) instanceof Entry.Unreadable<TargetState>(String _, String reason)) {
            found.put(Topic.TARGET, reason);
        }
        if (plans.get(target.toString()) instanceof Entry.Unreadable<Plan>(String _, String reason)) {
            found.put(Topic.PLAN, reason);
        }
        if (drifts.get(target.toString()) instanceof Entry.Unreadable<DriftState>(String _, String reason)) {
            found.put(Topic.DRIFTED, reason);
        }
        return found;
    }

    private void learn(Entry<Head> entry) {
        if (!(entry instanceof Entry.Present<Head>(Received<Head> record))) {
            return;
        }
        Head.ApplicationHead application = record.payload().application();
        String ref = Topic.subject(entry.key());
        if (application == null) {
            refs.put(ref, record);
            return;
        }
        String name = entry.key().substring(entry.key().indexOf('#') + 1);
        application.targets().forEach((target, head) -> {
            Claim claim = new Claim(ref, record, head);
            claims.merge(new TargetName(target, name), claim, (a, b) -> a.head().removed() ? b : a);
        });
    }

    private static <T extends Record> @Nullable Received<T> present(@Nullable Entry<T> entry) {
        return entry instanceof Entry.Present<T>(Received<T> received) ? received : null;
    }
}
