package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.cluster.ClusterState;
import java.util.List;

/**
 * What charts may ask about a cluster.
 *
 * @param kubeVersion e.g. {@code 1.36.0}; empty leaves it to the renderer
 * @param apiVersions e.g. {@code monitoring.coreos.com/v1}
 */
public record ClusterFacts(String kubeVersion, List<String> apiVersions) {

    /** Nothing is known. */
    public static final ClusterFacts UNSTATED = new ClusterFacts("", List.of());

    public ClusterFacts {
        apiVersions = List.copyOf(apiVersions);
    }

    /** What a cluster publishes of itself: of its version, the patch is left out. */
    public static ClusterFacts of(ClusterState served) {
        return new ClusterFacts(served.minorVersion() + ".0", served.apis());
    }

    /** What a cluster answers when it is asked for its version, e.g. {@code 1.36.3}: the patch is left out, as in what it publishes. */
    public static ClusterFacts ofVersion(String version) {
        return new ClusterFacts(version.substring(0, version.lastIndexOf('.')) + ".0", List.of());
    }

    /** The same with what else is known, where it says nothing. */
    public ClusterFacts or(ClusterFacts other) {
        return new ClusterFacts(
                kubeVersion.isEmpty() ? other.kubeVersion() : kubeVersion,
                apiVersions.isEmpty() ? other.apiVersions() : apiVersions);
    }
}
