package io.keelstream.kubernetes.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The places for calls that are under way to one API server, in two lanes of the same width, so that slow calls do not hold
 * up the others. What was slow the last time enters the slow lane; a call that turns out to be slow changes over when there is
 * room. Thread-safe.
 */
final class Lanes {

    private final Semaphore quick;
    private final Semaphore slow;

    /** What was slow the last time, as {@link #kind} names it. */
    private final Set<String> slowKinds = ConcurrentHashMap.newKeySet();

    /** @param width calls under way in each lane; positive */
    Lanes(int width) {
        this.quick = new Semaphore(width, true);
        this.slow = new Semaphore(width, true);
    }

    /** A place for the call; null when none became free in time. */
    @Nullable
    Place enter(ApiRequest request, Duration patience) throws InterruptedException {
        String kind = kind(request);
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Semaphore lane = laneOf(kind);
            if (!lane.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return null;
            }
            // What it waited behind may have shown that its kind is slow, or no longer is.
            if (lane.equals(laneOf(kind))) {
                return new Place(kind, lane);
            }
            lane.release();
        }
    }

    private Semaphore laneOf(String kind) {
        return slowKinds.contains(kind) ? slow : quick;
    }

    private static String kind(ApiRequest request) {
        return request.verb() + " " + request.target().qualifiedResource();
    }

    /** The place of one call. Used by one thread. */
    final class Place implements AutoCloseable {

        private final String kind;
        private Semaphore lane;
        private boolean late;

        private Place(String kind, Semaphore lane) {
            this.kind = kind;
            this.lane = lane;
        }

        /** The call turned out to be slow; to be repeated while it lasts, since there may be no room yet. */
        void late() {
            late = true;
            slowKinds.add(kind);
            if (lane.equals(quick) && slow.tryAcquire()) {
                quick.release();
                lane = slow;
            }
        }

        @Override
        public void close() {
            if (!late) {
                slowKinds.remove(kind);
            }
            lane.release();
        }
    }
}
