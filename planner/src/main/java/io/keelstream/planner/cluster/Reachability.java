package io.keelstream.planner.cluster;

import io.keelstream.contracts.retry.Backoff;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether one API server answers. One probe asks for all targets of a cluster that is away, so that a thousand of them do
 * not; when it answers again, all are woken. Thread-safe.
 */
final class Reachability implements AutoCloseable {

    private static final ObjectReference KUBE_SYSTEM = new ObjectReference("", "Namespace", "", "kube-system");
    private static final Backoff BACKOFF = Backoff.ofMillis(200, 3_000);

    private final ClusterClient client;
    private final Runnable onReturn;
    private @Nullable Thread probe;
    private volatile @Nullable Instant downSince;
    private volatile boolean closed;

    Reachability(ClusterClient client, Runnable onReturn) {
        this.client = client;
        this.onReturn = onReturn;
    }

    @Nullable
    Instant downSince() {
        return downSince;
    }

    /** Probes on a thread of its own; does nothing while a probe runs. */
    synchronized void suspect() {
        if (probe == null && !closed) {
            probe = Thread.ofVirtual().name("probe-" + client.name()).start(this::probe);
        }
    }

    private void probe() {
        Instant since = Instant.now();
        try {
            for (int probes = 1; !closed && away(); probes++) {
                downSince = since;
                Thread.sleep(BACKOFF.after(probes));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            boolean wasDown = downSince != null;
            downSince = null;
            synchronized (this) {
                probe = null;
            }
            if (wasDown && !closed) {
                onReturn.run();
            }
        }
    }

    private boolean away() {
        return switch (client.getMetadata(KUBE_SYSTEM)) {
            case ApiResult.Ok<Manifest> ok -> false;
            case ApiResult.Failed<Manifest>(ApiError error) -> error.kind() == ApiError.Kind.UNREACHABLE;
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (probe != null) {
            probe.interrupt();
        }
    }
}
