package io.keelstream.drift.live;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One kind's watch, which feeds the cluster's memory. */
final class KindWatch implements WatchListener, AutoCloseable {

    private final ClusterWatch cluster;
    private final GroupKind kind;
    private final CompletableFuture<Watch> watch = new CompletableFuture<>();
    private volatile boolean listed;
    private volatile @Nullable String refusal;

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

    /** Why the server does not let us see the kind; null while it does, and before it was asked. */
    @Nullable
    String refusal() {
        return refusal;
    }

    @Override
    public void refused(ApiError error) {
        boolean news = refusal == null;
        listed = false;
        refusal = error.message();
        if (news) {
            cluster.refused(kind);
        }
    }

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        listed = true;
        refusal = null;
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
