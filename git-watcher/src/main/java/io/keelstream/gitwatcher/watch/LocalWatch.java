package io.keelstream.gitwatcher.watch;

import io.keelstream.gitwatcher.git.LocalRepository;
import io.keelstream.gitwatcher.git.RefsWatch;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a local repository watched, also when it is created, removed or replaced later. Does nothing for a remote one.
 * Confined to one thread.
 */
final class LocalWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalWatch.class);

    private final @Nullable LocalRepository repository;
    private final Runnable changed;
    private @Nullable RefsWatch watch;
    private @Nullable Object watched;

    LocalWatch(@Nullable LocalRepository repository, Runnable changed) {
        this.repository = repository;
        this.changed = changed;
    }

    /** Starts to watch the current folder, unless it is watched already. */
    void ensure() {
        Path folder = repository == null ? null : repository.gitFolder();
        if (folder == null) {
            close();
            return;
        }
        try {
            Object identity = RefsWatch.identity(folder);
            if (!identity.equals(watched)) {
                close();
                watch = RefsWatch.start(folder, changed);
                watched = identity;
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("folder", folder)
                    .setCause(e)
                    .log("A local repository cannot be watched; it is polled");
        }
    }

    @Override
    public void close() {
        watched = null;
        if (watch != null) {
            try {
                watch.close();
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("Closing a watch failed");
            }
            watch = null;
        }
    }
}
