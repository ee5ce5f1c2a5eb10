package io.keelstream.kubernetes.client;

import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Lists, then watches from the list's position, and begins again where it must: from the last position after a dropped,
 * ended or silent stream, with a new list after the server forgot the position. Between attempts without progress it
 * pauses, exponentially longer up to 3 s, with jitter.
 *
 * <p>Own code, because the official client's informers drop bookmarks, relist at a fixed pace and read typed models.
 * Runs on one virtual thread, on which the listener is called; {@link #close} may be called by any thread, also from
 * within the listener.
 */
final class WatchLoop implements Watch {

    private static final Logger LOG = LoggerFactory.getLogger(WatchLoop.class);
    private static final IntervalFunction PAUSES =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2.0, 0.5, Duration.ofSeconds(3));

    /** A stream that lived so long was a working one, even if nothing happened. */
    private static final Duration PROOF_OF_LIFE = Duration.ofSeconds(5);

    /** How a list or a stream ended. */
    private enum Round {
        LISTED,
        LIVED,
        FAILED
    }

    private final WatchRequest selection;
    private final ChunkedLists lists;
    private final WatchStream stream;
    private final WatchListener listener;
    private final Consumer<WatchLoop> onClose;
    private final ReentrantLock delivering = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean synced;

    /** Where to go on; null when a list is needed. Touched by the loop's thread alone. */
    private @Nullable String position;

    /** Whether the present round heard anything. */
    private boolean progress;

    /** Whether the listener last heard of a refusal: it knows nothing until the next list. */
    private boolean refused;

    /** Rounds without progress since the last good one. */
    private int failures;

    WatchLoop(
            WatchRequest selection,
            ChunkedLists lists,
            WatchStream stream,
            WatchListener listener,
            Consumer<WatchLoop> onClose) {
        this.selection = selection;
        this.lists = lists;
        this.stream = stream;
        this.listener = listener;
        this.onClose = onClose;
    }

    void start(String cluster) {
        Thread.ofVirtual()
                .name("watch-" + cluster + "-" + selection.type().plural())
                .start(this::run);
    }

    @Override
    public boolean synced() {
        return synced;
    }

    @Override
    public void close() {
        closed.countDown();
        stream.cancel();
        // A delivery in progress holds the lock; after it nothing is delivered any more.
        delivering.lock();
        try {
            onClose.accept(this);
        } finally {
            delivering.unlock();
        }
    }

    private void run() {
        while (!isClosed()) {
            Round round = round();
            if (isClosed()) {
                return;
            }
            switch (round) {
                case LISTED -> {} // The watch follows at once; only that shows whether the server is well.
                case LIVED -> failures = 0;
                case FAILED -> {
                    failures++;
                    pause();
                }
            }
        }
    }

    /** One list or one stream. */
    private Round round() {
        progress = false;
        long start = System.nanoTime();
        String from = position;
        try {
            return from == null ? list() : follow(from, start);
        } catch (IOException e) {
            failed(e.toString());
            return lived(start);
        } catch (Throwable e) {
            // The listener failed in the middle of an event: it hears everything again, unless it has gone away.
            LOG.atLevel(isClosed() ? Level.DEBUG : Level.ERROR)
                    .setCause(e)
                    .addKeyValue("resource", selection.type().plural())
                    .log("A watch listener failed");
            position = null;
            return Round.FAILED;
        }
    }

    private Round list() {
        return switch (lists.all(selection, CallTerms.ORDINARY)) {
            case ApiResult.Failed<Listing>(ApiError error) -> {
                failed(error);
                yield Round.FAILED;
            }
            case ApiResult.Ok<Listing>(Listing listing) -> {
                boolean delivered = deliver(() -> listener.listed(listing.objects(), listing.resourceVersion()));
                position = listing.resourceVersion();
                refused = false;
                synced = delivered || synced;
                yield Round.LISTED;
            }
        };
    }

    private Round follow(String from, long start) throws IOException {
        return switch (Targets.collection(selection.type(), selection.namespace())) {
            case ApiResult.Failed<ApiRequest.Target>(ApiError error) -> {
                failed(error.message());
                yield Round.FAILED;
            }
            case ApiResult.Ok<ApiRequest.Target>(ApiRequest.Target target) -> {
                ApiError refusal = stream.follow(target, from, this::handle);
                if (refusal != null) {
                    position = refusal.kind() == ApiError.Kind.GONE ? null : from;
                    failed(refusal);
                    yield Round.FAILED;
                }
                yield lived(start);
            }
        };
    }

    private Round lived(long start) {
        boolean alive = progress || System.nanoTime() - start > PROOF_OF_LIFE.toNanos();
        return alive ? Round.LIVED : Round.FAILED;
    }

    /** Returns whether the stream goes on. */
    private boolean handle(WatchEvent event) {
        if (refused) {
            position = null;
            return false;
        }
        return switch (event) {
            case WatchEvent.Changed(var object) -> {
                yield advance(deliver(() -> listener.changed(object)), object.resourceVersion());
            }
            case WatchEvent.Deleted(var object) -> {
                yield advance(deliver(() -> listener.deleted(object)), object.resourceVersion());
            }
            case WatchEvent.Bookmark(String resourceVersion) -> advance(!isClosed(), resourceVersion);
            case WatchEvent.Broken(ApiError error) -> {
                // Whatever it is, only a new list is sure to lead on.
                position = null;
                LOG.atDebug()
                        .addKeyValue("resource", selection.type().plural())
                        .addKeyValue("reason", error.reason())
                        .log("The server ended a watch");
                yield false;
            }
        };
    }

    private boolean advance(boolean delivered, String resourceVersion) {
        if (delivered) {
            position = resourceVersion;
            progress = true;
        }
        return delivered;
    }

    private boolean deliver(Runnable event) {
        delivering.lock();
        try {
            if (isClosed()) {
                return false;
            }
            event.run();
            return !isClosed();
        } finally {
            delivering.unlock();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void failed(ApiError error) {
        failed(error.message());
        if (error.kind() == ApiError.Kind.FORBIDDEN) {
            refused = true;
            deliver(() -> listener.refused(error));
        }
    }

    /** A dropped stream is normal; failures that repeat are worth one warning. */
    private void failed(String cause) {
        LOG.atLevel(failures == 3 ? Level.WARN : Level.DEBUG)
                .addKeyValue("resource", selection.type().plural())
                .addKeyValue("failures", failures)
                .addKeyValue("cause", cause)
                .log("A watch fails repeatedly; it is retried");
    }

    private void pause() {
        try {
            boolean ended = closed.await(PAUSES.apply(Math.min(failures, 10)), TimeUnit.MILLISECONDS);
            if (ended) {
                LOG.atTrace().log("A watch was closed during a pause");
            }
        } catch (InterruptedException e) {
            // This thread is not interrupted; closing ends it.
            Thread.currentThread().interrupt();
        }
    }
}
