package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports changes of refs of a local repository at once: the folders below {@code refs} and {@code reftable}, and
 * {@code packed-refs}, {@code HEAD} and {@code config} beside them, are watched, folders that appear later too. It may
 * tell too often, and it may miss something when the system drops notifications; the poll is the net. Runs on a thread of
 * its own until closed.
 */
public final class RefsWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RefsWatch.class);
    private static final String REFTABLE = "reftable";
    private static final Set<String> FILES = Set.of("packed-refs", "HEAD", "config", REFTABLE);

    private final WatchService service;
    private final Path git;
    private final Runnable changed;
    private final Map<WatchKey, Path> folders = new HashMap<>();

    private RefsWatch(WatchService service, Path git, Runnable changed) {
        this.service = service;
        this.git = git;
        this.changed = changed;
    }

    /**
     * Starts watching.
     *
     * @param git the folder that holds {@code refs}
     * @param changed is called from the watch's thread; must return at once
     */
    public static RefsWatch start(Path git, Runnable changed) throws IOException {
        RefsWatch watch = new RefsWatch(git.getFileSystem().newWatchService(), git, changed);
        watch.register(git);
        watch.registerBelow(git.resolve("refs"));
        if (Files.isDirectory(git.resolve(REFTABLE))) {
            watch.registerBelow(git.resolve(REFTABLE));
        }
        Thread.ofPlatform().daemon().name("refs-watch").start(watch::run);
        return watch;
    }

    /** Distinguishes a folder from another one that replaces it later. */
    public static Object identity(Path git) throws IOException {
        Object key = Files.readAttributes(git.resolve("refs"), BasicFileAttributes.class)
                .fileKey();
        return key == null ? git : key;
    }

    /** Nothing ends the watch but its being closed: after whatever else is thrown it says that something may have changed. */
    private void run() {
        while (true) {
            try {
                watch();
            } catch (InterruptedException | ClosedWatchServiceException e) {
                return;
            } catch (Throwable e) {
                LOG.atError()
                        .addKeyValue("folder", git)
                        .setCause(e)
                        .log("Watching refs failed unexpectedly; it goes on");
                tell();
            }
        }
    }

    private void watch() throws InterruptedException {
        WatchKey key = service.take();
        boolean concerned = false;
        try {
            for (WatchEvent<?> event : key.pollEvents()) {
                concerned |= concerns(key, event);
            }
        } finally {
            if (!key.reset()) {
                folders.remove(key);
            }
        }
        if (concerned) {
            changed.run();
        }
    }

    private void tell() {
        try {
            changed.run();
        } catch (Throwable e) {
            LOG.atError()
                    .addKeyValue("folder", git)
                    .setCause(e)
                    .log("A change of refs cannot be told; they are polled");
        }
    }

    private boolean concerns(WatchKey key, WatchEvent<?> event) {
        Path folder = folders.get(key);
        if (folder == null || !(event.context() instanceof Path name)) {
            return true;
        }
        if (name.toString().endsWith(".lock")) {
            return false;
        }
        if (folder.equals(git) && !FILES.contains(name.toString())) {
            return false;
        }
        Path path = folder.resolve(name);
        if (event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE) && Files.isDirectory(path)) {
            registerBelow(path);
        }
        return true;
    }

    /** A folder that is gone again, or cannot be watched, is left to polling. */
    private void registerBelow(Path start) {
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                register(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(start, visitor);
        } catch (IOException e) {
            changed.run();
        }
    }

    private void register(Path folder) throws IOException {
        WatchKey key = folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        folders.put(key, folder);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
