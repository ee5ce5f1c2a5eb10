package io.keelstream.e2e.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Something that a host has once, e.g. ports that cannot be chosen: processes that need it take turns. Ends with its process. */
public final class HostLock implements AutoCloseable {

    private final FileLock lock;

    private HostLock(FileLock lock) {
        this.lock = lock;
    }

    /**
     * Takes it; waits while another process has it.
     *
     * @param name the same in all of them
     */
    @SuppressWarnings("resource") // the channel ends with the lock
    public static HostLock take(String name) {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "keelstream-e2e-" + name + ".lock");
        try {
            return new HostLock(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .lock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
