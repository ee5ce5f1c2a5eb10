package io.keelstream.gitwatcher.watch;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.PartitionWorker;
import java.util.List;

/** The refs of one partition of {@code head}: all watched while this process owns the partition. */
final class RefPartition implements PartitionWorker {

    private final List<RefWatcher> watchers;
    private final RefWakes wakes;

    RefPartition(List<RefWatcher> watchers, RefWakes wakes) {
        this.watchers = List.copyOf(watchers);
        this.wakes = wakes;
    }

    @Override
    public void loaded() {
        watchers.forEach(watcher -> watcher.start(wakes));
    }

    @Override
    public void changed(Topic topic, String key) {
        watchers.stream().filter(watcher -> watcher.owns(key)).forEach(RefWatcher::othersWrote);
    }

    @Override
    public void close() {
        watchers.forEach(RefWatcher::interrupt);
        watchers.forEach(RefWatcher::close);
    }
}
