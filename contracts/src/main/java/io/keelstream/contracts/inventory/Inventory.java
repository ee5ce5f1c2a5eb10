package io.keelstream.contracts.inventory;

import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a target's objects were when the applier last wrote them.
 *
 * <p>A release to another cluster than {@code cluster} starts by moving {@code objects} into {@code previous}; if {@code
 * previous} holds an entry of the new cluster, its objects become {@code objects} again.
 *
 * @param sequence counts this target's inventory writes, from 1
 * @param cluster cluster's name
 * @param clusterUid uid of the namespace {@code kube-system} of the cluster that holds the objects; null before the first apply
 * @param namespace default namespace
 * @param objects everything applied and not pruned
 * @param release the running release; null while none runs
 * @param appliedBundle digest of the bundle that is applied completely; null while none is
 * @param appliedRevision its commit
 * @param healthyRevision the last commit that ended healthy
 * @param attempt failed tries of the bundle in {@code failedBundle}
 * @param notBefore the next try is not planned earlier; null without
 * @param failedBundle the bundle whose release failed last; null after a success
 * @param previous objects left on another cluster after a move there, waiting for their removal; empty otherwise
 */
public record Inventory(
        long sequence,
        String cluster,
        @Nullable String clusterUid,
        String namespace,
        List<InventoryObject> objects,
        @Nullable RunningRelease release,
        @Nullable String appliedBundle,
        @Nullable Revision appliedRevision,
        @Nullable Revision healthyRevision,
        int attempt,
        @Nullable Instant notBefore,
        @Nullable String failedBundle,
        List<FormerCluster> previous) {

    public Inventory {
        objects = List.copyOf(objects);
        previous = List.copyOf(previous);
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
}
