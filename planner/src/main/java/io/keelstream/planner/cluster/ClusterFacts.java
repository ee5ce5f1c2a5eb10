package io.keelstream.planner.cluster;

import io.keelstream.contracts.cluster.ClusterState;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.Served;
import io.keelstream.kubernetes.object.GroupKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster serves, as others may know it: nothing that changes with workloads, and nothing that changes while an aggregated API is
 * away, which then serves what it did. Stateless.
 */
public final class ClusterFacts {

    private ClusterFacts() {}

    /**
     * Asks the server: its version, and what it serves.
     *
     * @param uid the cluster's identity
     * @param before what was known; null where nothing was
     */
    public static ApiResult<ClusterState> of(ClusterClient client, String uid, @Nullable ClusterState before) {
        return client.version()
                .flatMap(version -> client.discovery()
                        .served()
                        .map(served -> new ClusterState(uid, minor(version), apis(uid, served, before))));
    }

    /** What is served, with what groups did that do not answer now. */
    static List<String> apis(String uid, Served served, @Nullable ClusterState before) {
        Set<String> apis = new TreeSet<>(served.apis());
        if (before != null && before.uid().equals(uid)) {
            before.apis().stream()
                    .filter(each -> served.silent().contains(group(each)))
                    .forEach(apis::add);
        }
        return List.copyOf(apis);
    }

    /** Of {@code apps/v1} and {@code apps/v1/Deployment}: {@code apps}; a core version has none. */
    private static String group(String api) {
        return GroupKind.of(api, "any").group();
    }

    private static String minor(String version) {
        return version.substring(0, version.lastIndexOf('.'));
    }
}
