package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.decision.DecisionTable;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.decision.Basis;
import org.jspecify.annotations.Nullable;

/**
 * The records of one target, read once for one evaluation.
 *
 * @param target the target
 * @param desired what Git says, held to the limits of tenants as they are now; null without
 * @param inventory what is applied; null without
 * @param plan the plan as it is published; null without
 * @param drift what has drifted; null when nothing ever did
 * @param decisions what people decided about its changes
 * @param rehearsal the rehearsal that a person asks for; null without
 */
record TargetRecords(
        String target,
        @Nullable Entry<Desired> desired,
        @Nullable Entry<Inventory> inventory,
        @Nullable Entry<Plan> plan,
        @Nullable Entry<DriftState> drift,
        ChangeDecisions decisions,
        @Nullable AskedRehearsal rehearsal) {

    static TargetRecords of(String target, OwnedPartition partition, Actors actors) {
        Entry<Inventory> inventory =
                partition.table(Topic.INVENTORY, Inventory.class).get(target);
        DecisionTable decided = new DecisionTable(partition, Topic.PLANNER_ANSWER, actors);
        Entry<Desired> desired = heldTo(
                partition.table(Topic.LIMITS, NewerLimits.class).get(target),
                partition.table(Topic.DESIRED, Desired.class).get(target));
        return new TargetRecords(
                target,
                desired,
                inventory,
                partition.table(Topic.PLAN, Plan.class).get(target),
                partition.table(Topic.DRIFTED, DriftState.class).get(target),
                ChangeDecisions.of(target, decided),
                AskedRehearsal.of(target, decided, basis(desired, inventory)));
    }

    /** Limits that cannot be read are no reason to plan with older ones. */
    private static @Nullable Entry<Desired> heldTo(
            @Nullable Entry<NewerLimits> limits, @Nullable Entry<Desired> desired) {
        if (limits == null || !(desired instanceof Entry.Present<Desired>(Received<Desired> wanted))) {
            return desired;
        }
        return switch (limits) {
            case Entry.Present<NewerLimits>(Received<NewerLimits> newer) ->
                new Entry.Present<>(wanted.with(newer.payload().over(wanted.payload())));
            case Entry.Unreadable<NewerLimits>(String key, String reason) ->
                new Entry.Unreadable<>(key, "its newer limits of tenants cannot be read: " + reason);
        };
    }

    /** The published plan; null without one that can be read. */
    @Nullable
    Plan published() {
        return plan instanceof Entry.Present<Plan>(Received<Plan> received) ? received.payload() : null;
    }

    /** The published plan, where it is one of what Git and the inventory say now; null otherwise. */
    @Nullable
    Plan currentPlan() {
        Plan plan = published();
        return plan != null
                        && desired instanceof Entry.Present<Desired>(Received<Desired> received)
                        && plan.answers(received.payload())
                        && plan.inventorySequence() == sequence()
                ? plan
                : null;
    }

    /** What an approval, or a rehearsal, counts on now. */
    Basis basis() {
        return basis(desired, inventory);
    }

    private static Basis basis(@Nullable Entry<Desired> desired, @Nullable Entry<Inventory> inventory) {
        return new Basis(
                sequence(inventory),
                desired instanceof Entry.Present<Desired>(Received<Desired> wanted)
                        ? wanted.payload().addedAt()
                        : null);
    }

    /** The inventory's sequence; 0 without one that can be read. */
    long sequence() {
        return sequence(inventory);
    }

    private static long sequence(@Nullable Entry<Inventory> inventory) {
        return inventory instanceof Entry.Present<Inventory>(Received<Inventory> received)
                ? received.payload().sequence()
                : 0;
    }

    /** Whether Git removed the target and nothing of it is left, as its plan says. */
    boolean gone() {
        Plan plan = currentPlanOfRemoval();
        return inventory == null
                && plan != null
                && (plan.state() == Plan.State.READY || plan.state() == Plan.State.UNCHANGED);
    }

    private @Nullable Plan currentPlanOfRemoval() {
        Plan plan = published();
        return plan != null
                        && plan.removal()
                        && desired instanceof Entry.Present<Desired>(Received<Desired> received)
                        && received.payload().removed()
                        && plan.answers(received.payload())
                ? plan
                : null;
    }

    /** Whether a release runs. */
    boolean releasing() {
        return inventory instanceof Entry.Present<Inventory>(Received<Inventory> received)
                && received.payload().release() != null;
    }

    /** Whether there is a published plan that cannot be read: it is replaced, whatever the new one says. */
    boolean planUnreadable() {
        return plan instanceof Entry.Unreadable<Plan>;
    }

    /** Drift that can be read; null otherwise: the detector judges again and writes what it finds. */
    @Nullable
    Received<DriftState> driftRecord() {
        return drift instanceof Entry.Present<DriftState>(Received<DriftState> received) ? received : null;
    }
}
