package io.keelstream.e2e.latest;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.crash.PlannerAndApplier;
import io.keelstream.e2e.latest.Story.Push;
import io.keelstream.testing.partition.MemoryPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A story as it is told to one target: git-watcher's records come when their time has come, and somebody approves. Used by one
 * thread, which asks it to go on again and again.
 */
final class Run {

    /** Who approves. */
    private static final String SOMEBODY = "ada";

    private final Story story;
    private final String namespace;
    private final MemoryPartition records;
    private final PlannerAndApplier services;
    private final Map<String, Instant> approvals = new HashMap<>();
    private @Nullable Instant begun;
    private @Nullable Instant approved;
    private @Nullable Desired latest;
    private int next;

    Run(Story story, MemoryPartition records, PlannerAndApplier services) {
        this.story = story;
        this.namespace = "seed-" + story.seed();
        this.records = records;
        this.services = services;
    }

    Story story() {
        return story;
    }

    String namespace() {
        return namespace;
    }

    String target() {
        return "production/" + namespace;
    }

    /** What is due; whether everything was told, and the last bundle is applied. */
    boolean step() {
        Instant now = Instant.now();
        if (begun == null) {
            begun = now;
        }
        Duration time = Duration.between(begun, now);
        while (next < story.pushes().size() && story.pushes().get(next).at().compareTo(time) <= 0) {
            push(story.pushes().get(next));
            next++;
        }
        approve(now);
        return next == story.pushes().size() && over();
    }

    private void push(Push push) {
        latest = push.wish().desired(namespace, commit(next), latest);
        records.put(Topic.DESIRED, target(), latest);
        services.changed(Topic.DESIRED, target());
    }

    private void approve(Instant now) {
        Plan plan = records.read(Topic.PLAN, Plan.class, target());
        if (plan == null || latest == null || plan.state() != Plan.State.AWAITING_APPROVAL || !plan.answers(latest)) {
            return;
        }
        Duration after = story.pushes().get(next - 1).approvedAfter();
        Instant due = approvals.computeIfAbsent(plan.id(), each -> after == null ? Instant.MAX : now.plus(after));
        if (!due.isAfter(now)) {
            approvals.put(plan.id(), Instant.MAX);
            approved = now;
            Decision decision = new Decision(
                    plan.id(),
                    Decision.Kind.APPROVE,
                    SOMEBODY,
                    "seen",
                    Decision.Named.change(plan.changeDigest()),
                    null,
                    null);
            records.put(Topic.DECISION, decision.key(target()), decision);
            services.changed(Topic.DECISION, decision.key(target()));
        }
    }

    private boolean over() {
        Inventory inventory = records.read(Topic.INVENTORY, Inventory.class, target());
        return inventory != null
                && inventory.release() == null
                && latest().bundleDigest().equals(inventory.appliedBundle());
    }

    /** The record of the last commit. */
    Desired latest() {
        return Objects.requireNonNull(latest);
    }

    /** When the last commit was pushed, or approved where it waited for that. */
    Instant mayBegin() {
        Instant pushed = Objects.requireNonNull(begun).plus(story.last().at());
        return approved == null || approved.isBefore(pushed) ? pushed : approved;
    }

    /** The commit of a push, which says its place. */
    static String commit(int number) {
        return "c%02d".formatted(number);
    }
}
