package io.keelstream.contracts.targets;

import org.jspecify.annotations.Nullable;

/**
 * Where a target's objects are.
 *
 * @param cluster the cluster's name in the installation
 * @param clusterUid uid of the cluster's namespace {@code kube-system}; null as long as the cluster was not reached
 * @param namespace namespace of objects that name none
 */
public record Placement(String cluster, @Nullable String clusterUid, String namespace) {

    /** The same place in another cluster, or in one that was rebuilt. */
    public Placement on(String otherCluster, @Nullable String otherUid) {
        return new Placement(otherCluster, otherUid, namespace);
    }
}
