package io.keelstream.applier.report;

import io.keelstream.applier.attention.Attentions;
import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.live.Expectation;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.record.Records;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.deployment.TargetRemoved;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.FactWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the public read model of every target equal to what its records and its objects say. Thread-safe. */
public final class ReadModel {

    private static final Duration RECHECK_UNKNOWN = Duration.ofMillis(200);
    private static final Duration RECHECK_UNHEALTHY = Duration.ofSeconds(5);

    private final FactWriter writer;
    private final Records records;
    private final Clock clock;
    private final PodReports pods;

    /**
     * @param writer the partition's
     * @param records what analyses and people say of a target
     */
    public ReadModel(FactWriter writer, Records records, Clock clock) {
        this.writer = writer;
        this.records = records;
        this.clock = clock;
        this.pods = new PodReports(clock);
    }

    /** Publishes what changed; returns when to look again without a change, null when only a change matters. */
    public @Nullable Instant refresh(String key, Known known, @Nullable ClusterAccess cluster) {
        if (known.over()) {
            return withdraw(key, known);
        }
        Instant now = clock.instant();
        if (cluster != null) {
            pods.ask(key, cluster);
        }
        TargetHealth health = health(key, known, cluster);
        if (health == null) {
            return now.plus(RECHECK_UNKNOWN);
        }
        Holds holds = Holds.of(known.inventory(), cluster);
        Pause pause = records.pause(key);
        Attentions attentions = Attentions.of(TargetName.parse(key), known, pause, now);
        TargetReport.Facts facts = facts(key, known, cluster, health, holds);
        List<Fact> changed = changed(key, facts, attentions, EventContext.at(now));
        if (!changed.isEmpty()) {
            writer.writeAndWait(changed);
        }
        Instant again = health.unhealthy().isEmpty() ? holds.first() : now.plus(RECHECK_UNHEALTHY);
        return Stream.of(again, attentions.again(), pause == null ? null : pause.end())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * The read model as part of a transition; empty when it does not change.
     *
     * @param after the target as the transition leaves it
     */
    public List<Fact> facts(String key, Known after, @Nullable ClusterAccess cluster, EventContext context) {
        TargetHealth health = health(key, after, cluster);
        if (health == null) {
            return List.of();
        }
        return changed(
                key,
                facts(key, after, cluster, health, Holds.of(after.inventory(), cluster)),
                Attentions.of(TargetName.parse(key), after, records.pause(key), context.time()),
                context);
    }

    /** The read model with the events about what it remembers of them; empty when it does not change. */
    private static List<Fact> changed(
            String key, TargetReport.Facts facts, Attentions attentions, EventContext context) {
        TargetState before = facts.known().state();
        TargetState state = TargetReport.of(facts, attentions.standing(), before, context.time());
        if (state.equals(before)) {
            return List.of();
        }
        List<Fact> changed = new ArrayList<>();
        changed.add(Fact.of(EventType.TARGET_CHANGED, key, state, context));
        changed.addAll(SkippedDeployments.of(key, state.identity(), facts.known(), context));
        changed.addAll(DelayedDeployments.of(key, state.identity(), facts.known(), context));
        changed.addAll(AttentionReport.of(key, state.identity(), attentions, context));
        return changed;
    }

    /** The end of a target: its records go and its pause ends, and an event says so. */
    public List<Fact> removed(String key, Known known, Plan plan, int orphaned, EventContext context) {
        TargetName name = TargetName.parse(key);
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.tombstone(EventType.EXECUTION_CHANGED, key, context));
        facts.add(Fact.tombstone(EventType.INVENTORY_CHANGED, key, context));
        facts.add(Fact.tombstone(EventType.RUNNING_CHANGED, key, context));
        facts.addAll(ended(key, known, context));
        facts.addAll(pauseEnded(key, context));
        facts.add(Fact.of(
                EventType.TARGET_REMOVED,
                key,
                new TargetRemoved(name.target(), name.application(), plan.cluster(), orphaned),
                context));
        return facts;
    }

    /** Removes the read model of a target that no longer exists. */
    public @Nullable Instant withdraw(String key, Known known) {
        pods.forget(key);
        EventContext context = EventContext.at(clock.instant());
        List<Fact> facts = new ArrayList<>();
        if (known.state() != null) {
            facts.addAll(ended(key, known, context));
        }
        if (known.over()) {
            facts.addAll(pauseEnded(key, context));
        }
        if (!facts.isEmpty()) {
            writer.writeAndWait(facts);
        }
        return null;
    }

    /** What comes back by the name of a target that is gone is another one: nobody has paused it. */
    private List<Fact> pauseEnded(String key, EventContext context) {
        return records.pauseStands(key)
                ? List.of(Fact.tombstone(EventType.APPLIER_ANSWERED, Kind.PAUSE.inForceKey(key), context))
                : List.of();
    }

    /** The read model goes, and with it what waited for a person. */
    private static List<Fact> ended(String key, Known known, EventContext context) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.tombstone(EventType.TARGET_CHANGED, key, context));
        TargetState state = known.state();
        if (state != null) {
            facts.addAll(SkippedDeployments.of(key, state.identity(), known, context));
            facts.addAll(AttentionReport.of(key, state.identity(), Attentions.ofNothing(state), context));
        }
        return facts;
    }

    private @Nullable TargetHealth health(String key, Known known, @Nullable ClusterAccess cluster) {
        TargetHealth health = health(known, cluster);
        return health == null ? null : pods.add(key, health);
    }

    private @Nullable TargetHealth health(Known known, @Nullable ClusterAccess cluster) {
        Inventory inventory = known.inventory();
        if (inventory == null || inventory.objects().isEmpty()) {
            return TargetHealth.ofNothing(known);
        }
        if (cluster == null) {
            return new TargetHealth(Health.UNKNOWN, List.of());
        }
        TargetPolicy policy =
                known.desired() == null ? TargetPolicy.DEFAULT : known.desired().policy();
        Instant longAgo = clock.instant().minus(Duration.ofDays(1));
        return TargetHealth.of(inventory, cluster, Expectation.of(policy, longAgo));
    }

    private TargetReport.Facts facts(
            String key, Known known, @Nullable ClusterAccess cluster, TargetHealth health, Holds holds) {
        List<Problem> conditions = new ArrayList<>(known.unreadable());
        Problem newer = known.notUnderstood();
        if (newer != null) {
            conditions.add(newer);
        }
        if (cluster == null && known.releasing() && known.inventory() != null) {
            conditions.add(Reason.UNKNOWN_CLUSTER.problem(
                    "the running release waits: this installation has no cluster "
                            + known.inventory().cluster()
                            + ". Add it to keelstream.clusters again, or name another cluster in Git",
                    null));
        }
        if (cluster != null && cluster.turns().waits(key)) {
            conditions.add(Reason.RELEASE_LIMIT.problem(
                    "its turn: at most " + releasesRun(cluster.turns().most()) + " on cluster "
                            + cluster.client().name() + " at once (max-concurrent-releases)",
                    null));
        }
        conditions.addAll(records.decisions(key).unreadable());
        Pause pause = records.pause(key);
        if (pause != null) {
            conditions.add(pause.problem(TargetName.parse(key)));
        }
        conditions.addAll(holds.notIn(known.plan()));
        return new TargetReport.Facts(
                TargetName.parse(key),
                known,
                records.analysis(key),
                pause,
                health.health().toString(),
                health.unhealthy(),
                conditions);
    }

    private static String releasesRun(int most) {
        return most == 1 ? "1 release runs" : most + " releases run";
    }
}
