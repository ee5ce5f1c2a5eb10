package io.keelstream.planner.plan;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Mode;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.planner.canary.TrialRequest;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.hook.BundleHook;
import io.keelstream.planner.hook.HookRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a plan is computed from, apart from the cluster: what the records say, and what differs between them.
 *
 * @param id the plan's id
 * @param own the target's mark
 * @param shard the target's partition
 * @param origin why it is made, and on what
 * @param desired what Git says
 * @param known what the inventory says of the cluster that the plan acts on
 * @param changes what differs
 */
public record PlanRequest(
        String id, OwnerMark own, int shard, Plan.Origin origin, Desired desired, Known known, ChangeSet changes) {

    /**
     * What the inventory says of one cluster.
     *
     * @param cluster the cluster's name
     * @param clusterUid the uid that it had when these were applied; null before the first release there
     * @param objects what is applied there
     * @param recorded whether there is an inventory: without one, the cluster is asked what has our mark
     * @param history what earlier releases there left for later ones
     * @param running the trial that runs there; null without one
     * @param applied which commits are applied there
     */
    public record Known(
            String cluster,
            @Nullable String clusterUid,
            List<InventoryObject> objects,
            boolean recorded,
            Inventory.History history,
            @Nullable TrialIdentity running,
            Inventory.Applied applied) {

        public Known {
            objects = List.copyOf(objects);
        }

        /** Where no trial runs, and no bundle was applied. */
        public Known(
                String cluster,
                @Nullable String clusterUid,
                List<InventoryObject> objects,
                boolean recorded,
                Inventory.History history) {
            this(cluster, clusterUid, objects, recorded, history, null, Inventory.Applied.NOTHING);
        }

        /** The same on a cluster that was rebuilt: nothing was applied there, and no hook ran there. */
        Known rebuilt() {
            return new Known(
                    cluster,
                    clusterUid,
                    objects,
                    recorded,
                    history.withHooks(null),
                    running,
                    Inventory.Applied.NOTHING);
        }

        /** Whether the cluster was rebuilt under the same name since these were applied to it. */
        public boolean replacedBy(@Nullable String uid) {
            return uid != null && clusterUid != null && !objects.isEmpty() && !uid.equals(clusterUid);
        }
    }

    /** The target. */
    public String target() {
        return own.target();
    }

    /** The cluster's name. */
    public String cluster() {
        return known.cluster();
    }

    /** What the records say of a trial; null where the policy asks for none, or the plan is no release. */
    public @Nullable TrialRequest trial() {
        CanaryRules rules = desired.policy().canary();
        if (rules == null || origin.mode() != Mode.APPLY) {
            return null;
        }
        CanaryRules ruling = origin.trigger() == Trigger.REHEARSAL ? rules.rehearsed() : rules;
        return new TrialRequest(desired, ruling, origin, known.objects(), known.history(), own, shard);
    }

    /** What decides about hooks. */
    public HookRequest hooks() {
        return new HookRequest(desired, origin, known.history(), known.applied(), !changes.isEmpty());
    }

    /** Whether the plan takes away, under {@code onRemoval}, what Git no longer wants there at all. */
    public boolean takesAway() {
        return origin.mode() == Mode.REMOVE || origin.mode() == Mode.CLEAR_FORMER_CLUSTER;
    }

    /** The same for other changes. */
    public PlanRequest with(ChangeSet other) {
        return new PlanRequest(id, own, shard, origin, desired, known, other);
    }

    /** The same on a cluster that was rebuilt under its old name. */
    public PlanRequest rebuilt(ChangeSet other) {
        return new PlanRequest(id, own, shard, origin.elsewhere(), desired, known.rebuilt(), other);
    }

    /** A plan that answers this. */
    public Plan plan(@Nullable String clusterUid, Plan.Readiness readiness, Plan.Work work, Plan.Timing timing) {
        Plan.Bundle bundle = new Plan.Bundle(
                desired.bundleDigest(),
                desired.revision(),
                desired.policy(),
                desired.labels(),
                generatedNames(),
                BundleHook.digests(desired));
        Placement placement = new Placement(cluster(), clusterUid, desired.namespace());
        return new Plan(id, origin, bundle, placement, readiness, work, timing);
    }

    private Map<String, String> generatedNames() {
        Map<String, String> names = new HashMap<>();
        for (DesiredObject object : desired.objects()) {
            if (object.generatedName() != null) {
                names.put(object.reference(), object.generatedName());
            }
        }
        return names;
    }
}
