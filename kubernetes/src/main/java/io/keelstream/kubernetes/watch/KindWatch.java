package io.keelstream.kubernetes.watch;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One kind's watch: passes on what it hears, and knows how much is known. */
final class KindWatch implements WatchListener, AutoCloseable {

    private final GroupKind kind;
    private final ShardListener listener;
    private final CompletableFuture<Watch> watch = new CompletableFuture<>();
    private volatile boolean complete;
    private volatile @Nullable String refusal;

    KindWatch(GroupKind kind, ShardListener listener) {
        this.kind = kind;
        this.listener = listener;
    }

    void opened(Watch running) {
        watch.complete(running);
    }

    boolean complete() {
        return complete;
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        refusal = null;
        listener.listed(kind, objects, resourceVersion);
        complete = true;
        listener.completed(kind);
    }

    @Override
    public void changed(Manifest object) {
        listener.changed(kind, object);
    }

    @Override
    public void deleted(Manifest object) {
        listener.deleted(kind, object);
    }

    @Override
    public void refused(ApiError error) {
        boolean first = refusal == null;
        complete = false;
        refusal = error.message();
        if (first) {
            listener.refused(kind);
        }
    }

    @Override
    public void close() {
        watch.join().close();
    }
}
