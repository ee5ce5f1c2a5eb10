package io.keelstream.contracts.cluster;

import java.util.List;

/**
 * What a cluster serves. Changes with upgrades and new kinds, not with workloads.
 *
 * @param uid uid of the cluster's namespace {@code kube-system}
 * @param minorVersion version of its API server without the patch, e.g. {@code 1.35}
 * @param apis each version that it serves, e.g. {@code apps/v1}, and each kind in it, e.g. {@code apps/v1/Deployment}, sorted; {@code v1} for
 *     the core group
 */
public record ClusterState(String uid, String minorVersion, List<String> apis) {

    public ClusterState {
        apis = List.copyOf(apis);
    }
}
