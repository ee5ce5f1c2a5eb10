package io.keelstream.gitwatcher.render;

import java.util.List;

/**
 * What charts may ask about a cluster, as configured; nothing is ever read from the cluster.
 *
 * @param kubeVersion e.g. {@code 1.36.0}; empty leaves it to the renderer
 * @param apiVersions e.g. {@code monitoring.coreos.com/v1}
 */
public record ClusterFacts(String kubeVersion, List<String> apiVersions) {

    /** Nothing is configured. */
    public static final ClusterFacts UNSTATED = new ClusterFacts("", List.of());

    public ClusterFacts {
        apiVersions = List.copyOf(apiVersions);
    }
}
