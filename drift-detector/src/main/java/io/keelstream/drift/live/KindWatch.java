package io.keelstream.drift.live;

import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One kind's watch, which feeds the cluster's memory. */
final class KindWatch implements WatchListener, AutoCloseable {

    private final ClusterWatch cluster;
    private final GroupKind kind;
    private final CompletableFuture<Watch> watch = new CompletableFuture<>();
    private volatile boolean listed;

    KindWatch(ClusterWatch cluster, GroupKind kind) {
        this.cluster = cluster;
        this.kind = kind;
    }

    void opened(Watch running) {
        watch.complete(running);
    }

    /** Whether the kind's objects are known completely, so that an absent one is worth a question. */
    boolean complete() {
        return listed;
    }

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        listed = true;
        cluster.listed(kind, objects, resourceVersion);
    }

    @Override
    public void changed(Manifest object) {
        cluster.changed(kind, object);
    }

    @Override
    public void deleted(Manifest object) {
        cluster.deleted(kind, object);
    }

    @Override
    public void close() {
        watch.join().close();
    }
}
