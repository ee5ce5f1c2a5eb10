package io.keelstream.cli.wait;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long is waited. A limit that the user gave is for everything. Without one a release that runs has its own limits, and the time in
 * which none runs is limited each time anew. Used by one thread.
 */
final class Patience {

    private final @Nullable Duration limit;
    private final long start;

    /** Since when no release runs; nanoseconds of a monotonic clock. */
    private long idleSince;

    /** @param start now, as all times in nanoseconds of one monotonic clock */
    Patience(@Nullable Duration limit, long start) {
        this.limit = limit;
        this.start = start;
        this.idleSince = start;
    }

    /** What is left while a release runs; nanoseconds. */
    long whileReleasing(long now) {
        idleSince = now;
        return limit == null ? Long.MAX_VALUE : limit.toNanos() - (now - start);
    }

    /**
     * What is left while none runs; nanoseconds.
     *
     * @param otherwise the limit where the user gave none
     */
    long whileWaiting(long now, Duration otherwise) {
        return limit == null ? otherwise.toNanos() - (now - idleSince) : limit.toNanos() - (now - start);
    }
}
