package io.keelstream.gitwatcher.evaluation;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what is asked of a snapshot. */
class CountedSnapshot implements Snapshot {

    private final Snapshot snapshot;
    final AtomicInteger listed = new AtomicInteger();
    final AtomicInteger found = new AtomicInteger();
    final AtomicInteger read = new AtomicInteger();

    CountedSnapshot(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Override
    public Entry root() {
        return snapshot.root();
    }

    @Override
    public @Nullable Entry find(String path) {
        found.incrementAndGet();
        return snapshot.find(path);
    }

    @Override
    public List<Entry> list(Entry folder) {
        listed.incrementAndGet();
        return snapshot.list(folder);
    }

    @Override
    public long size(Entry file) {
        return snapshot.size(file);
    }

    @Override
    public byte[] read(Entry file) {
        read.incrementAndGet();
        return snapshot.read(file);
    }
}
