package io.keelstream.planner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.cluster.ClusterState;
import io.keelstream.kubernetes.client.Served;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterFactsTests {

    private static final ClusterState BEFORE =
            new ClusterState("uid", "1.35", List.of("apps/v1", "apps/v1/Deployment", "metrics.k8s.io/v1beta1", "v1"));

    @Test
    void groupThatDoesNotAnswerServesWhatItDid() {
        Served served = new Served(List.of("apps/v1", "v1"), Set.of("metrics.k8s.io"));

        assertThat(ClusterFacts.apis("uid", served, BEFORE)).containsExactly("apps/v1", "metrics.k8s.io/v1beta1", "v1");
    }

    @Test
    void groupThatIsGoneServesNothing() {
        Served served = new Served(List.of("apps/v1", "v1"), Set.of());

        assertThat(ClusterFacts.apis("uid", served, BEFORE)).containsExactly("apps/v1", "v1");
    }

    @Test
    void clusterThatWasRebuiltHasNothingOfTheOneBefore() {
        Served served = new Served(List.of("v1"), Set.of("metrics.k8s.io"));

        assertThat(ClusterFacts.apis("another", served, BEFORE)).containsExactly("v1");
    }
}
