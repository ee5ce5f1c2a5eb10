package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.cluster.ClusterState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cluster serves becomes a record on the partition of its name. */
class ClusterRecordsTests extends SandboxedPlanner {

    private static final int PARTITIONS = 12;
    private static final int OWN = Partitions.of("default", PARTITIONS);

    private final MemoryPartition partition = new MemoryPartition(OWN, PARTITIONS);
    private final ClusterRecords records = new ClusterRecords(partition, world.views, Clock.systemUTC());

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void recordSaysWhatIsServedAndIsWrittenOnce() {
        // When
        records.look("default");
        records.look("default");

        // Then
        assertThat(written()).hasSize(1);
        ClusterState state = written().getFirst();
        assertThat(state.uid()).isEqualTo(world.client.uid().orThrow());
        assertThat(world.client.version().orThrow()).startsWith(state.minorVersion() + ".");
        assertThat(state.minorVersion()).matches("1\\.\\d+");
        assertThat(state.apis())
                .contains("v1", "v1/ConfigMap", "apps/v1", "apps/v1/Deployment")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void kindThatIsDefinedIsPublishedWithoutBeingAskedFor() {
        MemoryPartition watched = new MemoryPartition(OWN, PARTITIONS);
        PlannerWorker worker = new PlannerWorker(
                watched,
                world.views,
                world.settings,
                new ApplicationRequests(new SimpleMeterRegistry(), 1),
                world.others,
                Traces.off(watched.installation(), "planner"),
                Clock.systemUTC());
        try {
            // Given
            worker.loaded();
            await().atMost(Duration.ofSeconds(30)).until(() -> apis(watched).contains("v1"));
            assertThat(apis(watched)).doesNotContain("records.example.com/v1");

            // When
            world.create("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: shelves.records.example.com}
                spec:
                  group: records.example.com
                  scope: Namespaced
                  names: {kind: Shelf, plural: shelves, singular: shelf}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """, "kubectl");

            // Then
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> apis(watched)
                            .containsAll(List.of("records.example.com/v1", "records.example.com/v1/Shelf")));
        } finally {
            worker.close();
        }
    }

    @Test
    void recordOfAClusterThatTheInstallationNoLongerHasIsDeleted() {
        // Given
        String former = ofPartition(OWN, "former");
        String elsewhere = ofPartition((OWN + 1) % PARTITIONS, "elsewhere");
        ClusterState state = new ClusterState("uid", "1.35", List.of("v1"));
        partition.put(Topic.CLUSTER, former, state);
        partition.put(Topic.CLUSTER, elsewhere, state);

        // When
        records.loaded();

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> recorded(former) == null);
        await().atMost(Duration.ofSeconds(30)).until(() -> recorded("default") != null);
        assertThat(recorded(elsewhere)).as("its owner knows").isEqualTo(state);
    }

    @Test
    void clusterOfAnotherPartitionIsLeftToItsOwner() {
        MemoryPartition other = new MemoryPartition((OWN + 1) % PARTITIONS, PARTITIONS);
        try (ClusterRecords elsewhere = new ClusterRecords(other, world.views, Clock.systemUTC())) {
            assertThat(elsewhere.owned()).isEmpty();
        }
        assertThat(records.owned()).containsExactly("default");
    }

    /** A name that belongs to a partition. */
    private static String ofPartition(int number, String name) {
        return IntStream.range(0, 1_000)
                .mapToObj(each -> name + "-" + each)
                .filter(each -> Partitions.of(each, PARTITIONS) == number)
                .findFirst()
                .orElseThrow();
    }

    private @Nullable ClusterState recorded(String cluster) {
        return partition.read(Topic.CLUSTER, ClusterState.class, cluster);
    }

    private List<ClusterState> written() {
        return partition.written().stream()
                .filter(fact -> fact.topic() == Topic.CLUSTER)
                .map(Fact::payload)
                .map(ClusterState.class::cast)
                .toList();
    }

    private static List<String> apis(MemoryPartition on) {
        ClusterState recorded = on.read(Topic.CLUSTER, ClusterState.class, "default");
        return recorded == null ? List.of() : recorded.apis();
    }
}
