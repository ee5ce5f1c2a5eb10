package io.keelstream.gitwatcher.watch;

import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.evaluation.CommitEvaluator;
import io.keelstream.gitwatcher.evaluation.EvaluationSettings;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.evaluation.RenderPool;
import io.keelstream.gitwatcher.fetch.SourceSettings;
import io.keelstream.gitwatcher.fetch.SourceStore;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.tracing.Traces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A repository whose only ref is watched commit by commit, each time by a new watcher. */
final class WatchedRepository implements AutoCloseable {

    /** The key of the ref. */
    static final String REF = "infra@HEAD";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    final GitFixture git;
    private final Path folder;
    private final RenderPool workers = new RenderPool(2);

    WatchedRepository(Path folder) {
        this.folder = folder;
        this.git = new GitFixture(folder.resolve("infra.git"));
    }

    /** Watches until the commit is processed. */
    void processed(MemoryPartition records, String commit) {
        try (PartitionWorker watcher = partitions().create(records)) {
            watcher.loaded();
            await().atMost(LIMIT).until(() -> {
                Head head = records.read(Topic.HEAD, Head.class, REF);
                return head != null
                        && head.revision() != null
                        && head.revision().commit().equals(commit);
            });
        }
    }

    private RefPartitions partitions() {
        RepositorySettings repository = new RepositorySettings(
                "infra", git.folder().toString(), "HEAD", "", Duration.ofMillis(100), new GitCredentials.None());
        return partitions(folder, repository, new FilesRenderer(), workers);
    }

    /** The partitions of a watcher whose only ref this is, without kustomize and helm. */
    static RefPartitions partitions(Path folder, RepositorySettings repository, Renderer renderer, RenderPool workers) {
        CommitEvaluator evaluator = new CommitEvaluator(new EvaluationSettings(
                new Renderers(
                        renderer,
                        new MissingRenderer("kustomize", "not used here"),
                        new MissingRenderer("helm", "not used here")),
                Map.of("default", ClusterFacts.UNSTATED),
                new SecretRule.Refuse(),
                new SealedSecrets(),
                workers,
                HeldMemory.apart(1)));
        return new RefPartitions(
                List.of(repository),
                new Storage(folder.resolve("state"), SourceStore.of(SourceSettings.NONE, folder.resolve("sources"))),
                evaluator,
                new ClaimRegistry(Set.of(repository.key())),
                new RefWakes(),
                Traces.off("test", "git-watcher"),
                Clock.systemUTC());
    }

    @Override
    public void close() {
        git.close();
        workers.close();
    }
}
