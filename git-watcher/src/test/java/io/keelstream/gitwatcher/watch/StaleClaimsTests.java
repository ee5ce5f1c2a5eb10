package io.keelstream.gitwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.evaluation.RenderPool;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.messaging.partition.FactWriter;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.Table;
import io.keelstream.testing.partition.MemoryPartition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Application names are unique over all refs: while other refs' claims may be out of date, no commit is evaluated. */
class StaleClaimsTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void commitWaitsWhileTheClaimsOfOtherRefsAreOutOfDate() {
        try (GitFixture git = new GitFixture(folder.resolve("infra.git"));
                RenderPool workers = new RenderPool(2)) {
            // Given
            git.write("shop/keelstream.yaml", """
                    apiVersion: keelstream.io/v1
                    kind: Application
                    metadata: {name: shop}
                    spec: {targets: [{name: production}]}
                    """).write("shop/a.yaml", """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: a}
                    """);
            git.commit("first");
            Stale partition = new Stale(new MemoryPartition());
            RepositorySettings repository = new RepositorySettings(
                    "infra", git.folder().toString(), "HEAD", "", Duration.ofMillis(100), new GitCredentials.None());
            try (PartitionWorker watcher = partitions(repository, workers).create(partition)) {
                // When
                watcher.loaded();

                // Then
                await().atMost(LIMIT).until(() -> partition.asked.get() >= 2);
                assertThat(partition.memory.written()).isEmpty();

                // When
                partition.stale = false;

                // Then
                await().atMost(LIMIT)
                        .until(() -> partition.memory.read(Topic.DESIRED, Desired.class, "production/shop") != null);
            }
        }
    }

    private RefPartitions partitions(RepositorySettings repository, RenderPool workers) {
        return WatchedRepository.partitions(folder, repository, new FilesRenderer(), workers);
    }

    /** A partition whose service reads something else that is out of date, as long as the test says so. */
    private static final class Stale implements OwnedPartition {

        private final MemoryPartition memory;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean stale = true;

        private Stale(MemoryPartition memory) {
            this.memory = memory;
        }

        @Override
        public boolean current() {
            asked.incrementAndGet();
            return !stale;
        }

        @Override
        public int number() {
            return memory.number();
        }

        @Override
        public int partitions() {
            return memory.partitions();
        }

        @Override
        public String installation() {
            return memory.installation();
        }

        @Override
        public <T extends Record> Table<T> table(Topic topic, Class<T> type) {
            return memory.table(topic, type);
        }

        @Override
        public FactWriter writer() {
            return memory.writer();
        }

        @Override
        public boolean mayWriteToCluster() {
            return memory.mayWriteToCluster();
        }
    }
}
