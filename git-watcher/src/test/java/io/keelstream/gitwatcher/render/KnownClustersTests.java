package io.keelstream.gitwatcher.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.cluster.ClusterState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KnownClustersTests {

    private static final ClusterFacts PUBLISHED =
            ClusterFacts.of(new ClusterState("uid", "1.36", List.of("apps/v1", "v1")));

    @Test
    void whatTheInstallationStatesTakesPrecedence() {
        KnownClusters clusters = new KnownClusters(
                new TreeMap<>(Map.of(
                        "version", new ClusterFacts("1.30.2", List.of()),
                        "apis", new ClusterFacts("", List.of("batch/v1")),
                        "nothing", ClusterFacts.UNSTATED)),
                () -> Map.of("version", PUBLISHED, "apis", PUBLISHED, "nothing", PUBLISHED, "other", PUBLISHED));

        assertThat(clusters.of("version")).isEqualTo(new ClusterFacts("1.30.2", List.of("apps/v1", "v1")));
        assertThat(clusters.of("apis")).isEqualTo(new ClusterFacts("1.36.0", List.of("batch/v1")));
        assertThat(clusters.of("nothing")).isEqualTo(new ClusterFacts("1.36.0", List.of("apps/v1", "v1")));
        assertThat(clusters.statedOf("nothing")).isEqualTo(ClusterFacts.UNSTATED);
        assertThat(clusters.has("other")).isFalse();
    }
}
