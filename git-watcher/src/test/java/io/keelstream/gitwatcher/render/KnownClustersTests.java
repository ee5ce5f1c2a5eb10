package io.keelstream.gitwatcher.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.cluster.ClusterState;
import java.util.HashMap;
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
                Map.of("version", ClusterFacts.ofVersion("1.29.9"), "nothing", ClusterFacts.ofVersion("1.29.9")),
                () -> Map.of("version", PUBLISHED, "apis", PUBLISHED, "nothing", PUBLISHED, "other", PUBLISHED));

        assertThat(clusters.of("version")).isEqualTo(new ClusterFacts("1.30.2", List.of("apps/v1", "v1")));
        assertThat(clusters.of("apis")).isEqualTo(new ClusterFacts("1.36.0", List.of("batch/v1")));
        assertThat(clusters.of("nothing")).isEqualTo(new ClusterFacts("1.36.0", List.of("apps/v1", "v1")));
        assertThat(clusters.statedOf("nothing")).isEqualTo(ClusterFacts.UNSTATED);
        assertThat(clusters.has("other")).isFalse();
    }

    @Test
    void whatAClusterAnsweredAtTheStartCountsUntilItPublishesWhatItServes() {
        Map<String, ClusterFacts> published = new HashMap<>();
        KnownClusters clusters = new KnownClusters(
                new TreeMap<>(
                        Map.of("default", ClusterFacts.UNSTATED, "stated", new ClusterFacts("1.30.2", List.of()))),
                Map.of("default", ClusterFacts.ofVersion("1.35.3"), "stated", ClusterFacts.ofVersion("1.35.3")),
                () -> published);

        assertThat(clusters.of("default")).isEqualTo(new ClusterFacts("1.35.0", List.of()));
        assertThat(clusters.of("stated").kubeVersion()).isEqualTo("1.30.2");

        published.put("default", PUBLISHED);
        assertThat(clusters.of("default")).as("it was upgraded since").isEqualTo(PUBLISHED);
    }
}
