package io.keelstream.planner.reconcile;

import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Mode;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.change.Corrections;
import io.keelstream.planner.decision.Approvals;
import io.keelstream.planner.hook.HookRequest;
import io.keelstream.planner.plan.PlanRequest;
import io.keelstream.planner.rollback.Effective;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records that a target's plan is computed from.
 *
 * @param target the target
 * @param desiredRecord what Git says
 * @param effective the bundle that the target is to have
 * @param inventory what is applied; null before the first release
 * @param published the published plan; null without
 * @param corrections the drift that is to be put back now
 * @param approvals what people decided about its changes, as far as it counts
 */
record Inputs(
        String target,
        Received<Desired> desiredRecord,
        Effective effective,
        @Nullable Inventory inventory,
        @Nullable Plan published,
        Corrections corrections,
        Approvals approvals) {

    static Inputs of(
            TargetRecords records,
            Received<Desired> desired,
            Effective effective,
            @Nullable Inventory inventory,
            Instant now) {
        Received<DriftState> drift = records.driftRecord();
        Corrections corrections = inventory == null || drift == null
                ? Corrections.NONE
                : Corrections.due(drift.payload(), inventory.sequence(), now);
        Approvals approvals = records.decisions()
                .honoured()
                .counting(records.basis(), effective.bundle().policy().gating().approval(), now)
                .releasing(desired.payload().revision().commit());
        return new Inputs(records.target(), desired, effective, inventory, records.published(), corrections, approvals);
    }

    /** The inputs of a target whose records can be read; null of another one. */
    static @Nullable Inputs readable(TargetRecords records, Instant now) {
        if (!(records.desired() instanceof Entry.Present<Desired>(Received<Desired> desired))) {
            return null;
        }
        Effective git = new Effective.Git(desired.payload());
        return switch (records.inventory()) {
            case null -> of(records, desired, git, null, now);
            case Entry.Present<Inventory>(Received<Inventory> received) ->
                of(records, desired, git, received.payload(), now);
            case Entry.Unreadable<Inventory> unreadable -> null;
        };
    }

    /** The same while nothing that drifted is put back. */
    Inputs withoutCorrections() {
        return new Inputs(target, desiredRecord, effective, inventory, published, Corrections.NONE, approvals);
    }

    /** What a plan for the bundle's cluster is computed from. */
    PlanRequest request(OwnerMark own, int shard, ChangeSet changes) {
        boolean drift = changes.onlyDrift();
        Mode mode = desired().removed() ? Mode.REMOVE : Mode.APPLY;
        return request(own, shard, origin(mode, drift ? Trigger.DRIFT : trigger()), known(), changes);
    }

    /** What the plan of a rehearsal is computed from: nothing differs, and the version that runs is put on trial. */
    PlanRequest rehearsing(OwnerMark own, int shard, ChangeSet changes, AskedRehearsal asked) {
        Plan.Origin origin = origin(Mode.APPLY, Trigger.REHEARSAL);
        return new PlanRequest(PlanIds.rehearsal(this, asked), own, shard, origin, desired(), known(), changes);
    }

    /** Whether what Git wants is applied completely. */
    boolean complete() {
        return isApplied(desired().bundleDigest());
    }

    private Trigger trigger() {
        return effective instanceof Effective.Earlier ? Trigger.ROLLBACK : Trigger.REVISION;
    }

    /** What a plan that clears a former cluster is computed from; the dry run says what of it goes. */
    PlanRequest clearing(OwnerMark own, int shard, Inventory.FormerCluster former) {
        PlanRequest.Known left = new PlanRequest.Known(
                former.cluster(), former.clusterUid(), former.objects(), true, Inventory.History.NONE);
        return request(own, shard, origin(Mode.CLEAR_FORMER_CLUSTER, Trigger.REVISION), left, ChangeSet.NONE);
    }

    private PlanRequest request(
            OwnerMark own, int shard, Plan.Origin origin, PlanRequest.Known known, ChangeSet changes) {
        return new PlanRequest(PlanIds.of(this, origin.mode()), own, shard, origin, desired(), known, changes);
    }

    private Plan.Origin origin(Mode mode, Trigger trigger) {
        return Origins.of(this, mode, trigger);
    }

    /** Whether a bundle is applied completely. */
    boolean isApplied(String bundleDigest) {
        return inventory != null && bundleDigest.equals(inventory.appliedBundle());
    }

    /** What Git wants: what a plan answers. */
    Desired wanted() {
        return desiredRecord.payload();
    }

    /** What the target is to be: what a plan applies. */
    Desired desired() {
        return effective.bundle();
    }

    long sequence() {
        return inventory == null ? 0 : inventory.sequence();
    }

    /**
     * Whether the past of the target is unknown, so that the cluster has to be asked what is left of it. A target that Git
     * removed has no inventory once nothing is left: then the plan of its removal is still there.
     */
    boolean forgotten() {
        if (inventory != null) {
            return false;
        }
        boolean neverPlanned =
                published == null || published.problems().stream().anyMatch(Reason.LEFT_BEHIND::is);
        return !desired().removed() || (neverPlanned && desired().policy().onRemoval() != OnRemoval.ORPHAN);
    }

    /** What the inventory says of the bundle's cluster. */
    PlanRequest.Known known() {
        return new PlanRequest.Known(
                desired().cluster(), appliedUid(), knownObjects(), !forgotten(), history(), running(), applied());
    }

    /** The trial that runs; null without one. */
    private @Nullable TrialIdentity running() {
        Inventory.RunningRelease release = inventory == null ? null : inventory.release();
        return release == null ? null : release.trial();
    }

    /** What was healthy on one cluster says nothing about another one. */
    Inventory.History history() {
        return inventory == null || !inventory.cluster().equals(desired().cluster())
                ? Inventory.History.NONE
                : inventory.history();
    }

    private Inventory.Applied applied() {
        return inventory == null || !inventory.cluster().equals(desired().cluster())
                ? Inventory.Applied.NOTHING
                : inventory.applied();
    }

    /** Whether hooks are to be run, or one failed, although no object differs. */
    boolean differsByHooks() {
        Mode mode = desired().removed() ? Mode.REMOVE : Mode.APPLY;
        return new HookRequest(desired(), origin(mode, trigger()), history(), applied(), false).differsByHooks();
    }

    private List<InventoryObject> knownObjects() {
        if (inventory == null) {
            return List.of();
        }
        if (inventory.cluster().equals(desired().cluster())) {
            return inventory.objects();
        }
        Inventory.FormerCluster former = former(desired().cluster());
        return former == null
                ? List.of()
                : former.objects().stream().map(Inputs::dirty).toList();
    }

    /** The uid that the bundle's cluster had when these were applied; null before the first release there. */
    @Nullable
    String appliedUid() {
        if (inventory == null) {
            return null;
        }
        if (inventory.cluster().equals(desired().cluster())) {
            return inventory.clusterUid();
        }
        Inventory.FormerCluster former = former(desired().cluster());
        return former == null ? null : former.clusterUid();
    }

    /**
     * What the target left behind on a cluster that Git no longer names for it, once the bundle is applied and healthy where
     * it is now; null when nothing is to be cleared.
     */
    Inventory.@Nullable FormerCluster toClear() {
        Inventory now = inventory;
        if (now == null || !(settled(now) || desired().removed())) {
            return null;
        }
        if (desired().removed()
                && !now.cluster().equals(desired().cluster())
                && !now.objects().isEmpty()) {
            return new Inventory.FormerCluster(now.cluster(), now.clusterUid(), now.objects());
        }
        return now.previous().stream()
                .filter(former -> !former.cluster().equals(now.cluster()))
                .findFirst()
                .orElse(null);
    }

    private boolean settled(Inventory now) {
        return desired().bundleDigest().equals(now.appliedBundle())
                && now.retry() == null
                && now.appliedRevision() != null
                && now.healthyRevision() != null
                && now.appliedRevision().commit().equals(now.healthyRevision().commit());
    }

    /** Tries of this bundle that failed, in a release or in planning. */
    int attempt() {
        Inventory.Retry retry = retry();
        int failedReleases = retry == null ? 0 : retry.attempt();
        return published != null && refused(published)
                ? Math.max(published.attempt() + 1, failedReleases)
                : failedReleases;
    }

    /** When the next try is due; null for at once. */
    @Nullable
    Instant notBefore() {
        Inventory.Retry retry = retry();
        Instant plan = refusedUntil();
        return retry == null || (plan != null && plan.isAfter(retry.notBefore())) ? plan : retry.notBefore();
    }

    /** The failed releases of this bundle; null without any. */
    private Inventory.@Nullable Retry retry() {
        Inventory.Retry retry = inventory == null ? null : inventory.retry();
        return retry != null && retry.bundle().equals(desired().bundleDigest()) ? retry : null;
    }

    private @Nullable Instant refusedUntil() {
        return published != null && refused(published) ? published.notBefore() : null;
    }

    /** Whether this plan is a refusal of what is still to be applied, or a fault of ours, which is told of what Git wants. */
    private boolean refused(Plan plan) {
        return plan.state() == Plan.State.FAILED
                && plan.answers(wanted())
                && plan.inventorySequence() == sequence()
                && (plan.bundleDigest().equals(desired().bundleDigest())
                        || plan.problems().stream().anyMatch(Reason.INTERNAL::is));
    }

    /** To be applied again whatever its digest says: on a cluster that the target comes back to, that makes it current. */
    private static InventoryObject dirty(InventoryObject object) {
        return object.asDirty().asNotCompleted();
    }

    private Inventory.@Nullable FormerCluster former(String cluster) {
        return inventory == null
                ? null
                : inventory.previous().stream()
                        .filter(each -> each.cluster().equals(cluster))
                        .findFirst()
                        .orElse(null);
    }
}
