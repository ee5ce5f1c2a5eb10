package io.keelstream.gitwatcher.child;

import java.time.Duration;

/**
 * What a child may use.
 *
 * @param time wall-clock time
 * @param memoryBytes writable memory of each process; bytes
 * @param outputBytes what it may write to its standard output; bytes
 */
public record ChildLimits(Duration time, long memoryBytes, int outputBytes) {

    /** 20 s, 512 MiB, 16 MiB. */
    public static final ChildLimits DEFAULT = new ChildLimits(Duration.ofSeconds(20), 512L << 20, 16 << 20);
}
