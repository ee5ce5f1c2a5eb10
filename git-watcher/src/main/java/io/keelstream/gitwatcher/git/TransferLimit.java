package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/**
 * Stops a transfer that grows beyond its limit. The pack that is being received is a growing file in the clone; it is
 * measured while it grows, and the thread that receives it is interrupted, which closes its connection. Thread-safe.
 */
final class TransferLimit extends EmptyProgressMonitor implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(25);

    private final Path objects;
    private final long bytes;
    private final long deadline;
    private final Thread receiver = Thread.currentThread();
    private final Thread watch;
    private volatile boolean exceeded;
    private volatile boolean late;
    private volatile boolean closed;

    /**
     * Guards the thread that calls this.
     *
     * @param objects the clone's {@code objects} folder
     * @param bytes largest pack
     * @param limit longest time
     */
    TransferLimit(Path objects, long bytes, Duration limit) {
        this.objects = objects;
        this.bytes = bytes;
        this.deadline = System.nanoTime() + limit.toNanos();
        this.watch = Thread.ofVirtual().name("transfer-limit").start(this::guard);
    }

    boolean exceeded() {
        return exceeded;
    }

    boolean late() {
        return late;
    }

    @Override
    public boolean isCancelled() {
        return exceeded || late;
    }

    /** Ends the watch; clears the interrupt that it may have caused. */
    @Override
    public void close() {
        closed = true;
        watch.interrupt();
        if (isCancelled()) {
            Thread.interrupted();
        }
    }

    private void guard() {
        try {
            while (!closed) {
                Thread.sleep(PACE);
                exceeded = received() > bytes;
                late = System.nanoTime() > deadline;
                if (isCancelled() && !closed) {
                    receiver.interrupt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // nobody measures the transfer any more
            late = true;
            if (!closed) {
                receiver.interrupt();
            }
        }
    }

    private long received() {
        long sum = 0;
        try (DirectoryStream<Path> packs = Files.newDirectoryStream(objects, "{incoming,insert}_*")) {
            for (Path pack : packs) {
                sum += Files.size(pack);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return sum;
        }
        return sum;
    }
}
