package io.keelstream.gitwatcher.watch;

import io.keelstream.gitwatcher.evaluation.CommitEvaluator;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.tracing.Traces;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Gives every partition the watchers of its refs. Immutable; thread-safe. */
public final class RefPartitions implements PartitionWorkerFactory {

    private final List<RepositorySettings> repositories;
    private final Storage storage;
    private final CommitEvaluator evaluator;
    private final ClaimRegistry claims;
    private final RefWakes wakes;
    private final Traces traces;
    private final Clock clock;

    /**
     * A factory of watchers.
     *
     * @param repositories every ref of the installation
     * @param storage what is fetched for them, and where it is kept
     * @param wakes gets every ref that is watched
     */
    public RefPartitions(
            List<RepositorySettings> repositories,
            Storage storage,
            CommitEvaluator evaluator,
            ClaimRegistry claims,
            RefWakes wakes,
            Traces traces,
            Clock clock) {
        this.repositories = List.copyOf(repositories);
        this.storage = storage;
        this.evaluator = evaluator;
        this.claims = claims;
        this.wakes = wakes;
        this.traces = traces;
        this.clock = clock;
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        List<RefWatcher> watchers = repositories.stream()
                .filter(each -> Partitions.of(each.key(), partition.partitions()) == partition.number())
                .map(each -> watcher(each, partition))
                .toList();
        return new RefPartition(watchers, wakes);
    }

    private RefWatcher watcher(RepositorySettings settings, OwnedPartition partition) {
        RefWriter writer = new RefWriter(settings, partition, evaluator, claims, clock);
        Path folder = storage.clones().resolve(CloneFolders.name(settings));
        return new RefWatcher(settings, folder, partition, writer, storage.elsewhere(), traces);
    }
}
