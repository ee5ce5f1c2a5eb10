package io.keelstream.standalone.state;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that one {@code up} owns while it runs. Values of Secrets may be in it, so that only its owner may read it. The operating system releases the lock when the process ends. */
public final class StateFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    private final Path folder;
    private final FileChannel channel;

    private StateFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Creates the folder if it is missing and locks it; ends the command with one line when another process holds it. */
    public static StateFolder lock(Path folder) {
        try {
            Path real = Files.createDirectories(folder, OwnerOnly.folder()).toRealPath();
            close(real);
            FileChannel channel = FileChannel.open(
                    real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String holder = Files.readString(real.resolve("lock.pid")).strip();
                channel.close();
                throw CommandFailure.no("the state folder " + real + " is in use by process " + holder
                        + ". Stop it, or choose another folder with --state");
            }
            Files.writeString(real.resolve("lock.pid"), ProcessHandle.current().pid() + "\n", StandardCharsets.UTF_8);
            return new StateFolder(real, channel);
        } catch (IOException e) {
            throw CommandFailure.no("cannot use the state folder " + folder + ": " + e.getMessage());
        }
    }

    /** A place inside the folder. */
    public Path resolve(String name) {
        return folder.resolve(name);
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A folder that belongs to somebody else, as volumes do, stays as open as its owner made it. */
    private static void close(Path folder) {
        try {
            OwnerOnly.narrow(folder);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("folder", folder).setCause(e).log("Others may read the state folder");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException held) {
            return null;
        }
    }
}
