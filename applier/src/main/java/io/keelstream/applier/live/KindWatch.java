package io.keelstream.applier.live;

import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One kind's watch, which feeds the objects it hears of. */
final class KindWatch implements WatchListener, AutoCloseable {

    private final LiveObjects objects;
    private final GroupKind kind;
    private final CompletableFuture<Watch> watch = new CompletableFuture<>();

    KindWatch(LiveObjects objects, GroupKind kind) {
        this.objects = objects;
        this.kind = kind;
    }

    void opened(Watch running) {
        watch.complete(running);
    }

    Watch watch() {
        return watch.join();
    }

    @Override
    public void listed(List<Manifest> listed, String resourceVersion) {
        objects.replace(kind, listed, resourceVersion);
    }

    @Override
    public void changed(Manifest object) {
        objects.accept(kind, object);
    }

    @Override
    public void deleted(Manifest object) {
        objects.gone(kind, object);
    }

    @Override
    public void close() {
        watch().close();
    }
}
