package io.keelstream.contracts.inventory;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a target's objects were when the applier last wrote them.
 *
 * <p>A release to another cluster than {@code placement} starts by moving {@code objects} into {@code previous}; if {@code
 * previous} has an entry of the new cluster, its objects become {@code objects} again.
 *
 * @param sequence counts this target's inventory writes, from 1
 * @param placement where the objects are
 * @param objects everything applied and not pruned
 * @param release the running release; null while none runs
 * @param applied which commits are applied
 * @param retry the bundle whose release failed last; null after a success
 * @param previous objects left on another cluster after a move there, waiting for their removal; empty otherwise
 */
public record Inventory(
        long sequence,
        Placement placement,
        List<InventoryObject> objects,
        @Nullable RunningRelease release,
        Applied applied,
        @Nullable Retry retry,
        List<FormerCluster> previous) {

    public Inventory {
        objects = List.copyOf(objects);
        previous = List.copyOf(previous);
    }

    /** The inventory of a target before its first release. */
    public static Inventory empty(Placement placement) {
        return new Inventory(0, placement, List.of(), null, Applied.NOTHING, null, List.of());
    }

    /**
     * The release that runs now.
     *
     * @param deploymentId its id
     * @param planId the accepted plan
     * @param bundleDigest the bundle it leads to
     */
    public record RunningRelease(String deploymentId, String planId, String bundleDigest) {}

    /**
     * Which commits are applied.
     *
     * @param bundle digest of the bundle that is applied completely; null while none is
     * @param revision its commit, or the one before while a bundle is applied in part; null before the first
     * @param healthyRevision the last commit that ended healthy; null before the first
     */
    public record Applied(
            @Nullable String bundle,
            @Nullable Revision revision,
            @Nullable Revision healthyRevision) {

        /** Nothing was ever applied. */
        public static final Applied NOTHING = new Applied(null, null, null);

        /** The same, with no bundle applied completely. */
        public Applied partly() {
            return new Applied(null, revision, healthyRevision);
        }
    }

    /**
     * A bundle whose release failed.
     *
     * @param bundle its digest
     * @param attempt failed tries of it
     * @param notBefore the next try is not planned earlier
     */
    public record Retry(String bundle, int attempt, Instant notBefore) {}

    /**
     * Objects that a target left behind when Git named another cluster for it.
     *
     * @param cluster the former cluster's name
     * @param clusterUid its uid
     * @param objects what is still there
     */
    public record FormerCluster(String cluster, @Nullable String clusterUid, List<InventoryObject> objects) {

        public FormerCluster {
            objects = List.copyOf(objects);
        }
    }

    /** Name of the cluster that has the objects. */
    public String cluster() {
        return placement.cluster();
    }

    /** Uid of that cluster; null before the first apply. */
    public @Nullable String clusterUid() {
        return placement.clusterUid();
    }

    /** Default namespace. */
    public String namespace() {
        return placement.namespace();
    }

    /** Digest of the bundle that is applied completely; null while none is. */
    public @Nullable String appliedBundle() {
        return applied.bundle();
    }

    /** The commit that is applied; null before the first. */
    public @Nullable Revision appliedRevision() {
        return applied.revision();
    }

    /** The last commit that ended healthy; null before the first. */
    public @Nullable Revision healthyRevision() {
        return applied.healthyRevision();
    }

    /** The next write, with this release running, or none. */
    public Inventory next(@Nullable RunningRelease running) {
        return new Inventory(sequence + 1, placement, objects, running, applied, retry, previous);
    }

    /** The same in another place. */
    public Inventory withPlacement(Placement other) {
        return new Inventory(sequence, other, objects, release, applied, retry, previous);
    }

    /** The same with other objects. */
    public Inventory withObjects(List<InventoryObject> other) {
        return new Inventory(sequence, placement, other, release, applied, retry, previous);
    }

    /** The same with other commits applied. */
    public Inventory withApplied(Applied other) {
        return new Inventory(sequence, placement, objects, release, other, retry, previous);
    }

    /** The same after another failure, or after a success. */
    public Inventory withRetry(@Nullable Retry other) {
        return new Inventory(sequence, placement, objects, release, applied, other, previous);
    }

    /** The same with other objects left behind. */
    public Inventory withPrevious(List<FormerCluster> other) {
        return new Inventory(sequence, placement, objects, release, applied, retry, other);
    }
}
