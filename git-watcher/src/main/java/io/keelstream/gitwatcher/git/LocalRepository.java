package io.keelstream.gitwatcher.git;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileReftableDatabase;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.FileSnapshot;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * A repository in a folder of this machine, bare or with files checked out: its refs are read directly. Confined to one
 * thread.
 */
public final class LocalRepository implements AutoCloseable {

    private final File folder;
    private @Nullable FileRepository open;
    /** The configuration when it was opened: it says how refs are stored, and that may change at any time. */
    private @Nullable FileSnapshot configured;

    private LocalRepository(File folder) {
        this.folder = folder;
    }

    /** The local repository of a URL; null where it is a remote one. */
    static @Nullable LocalRepository of(String url) throws URISyntaxException {
        URIish uri = new URIish(url);
        boolean isLocal = uri.getHost() == null
                && (uri.getScheme() == null || uri.getScheme().equals("file"));
        return isLocal ? new LocalRepository(new File(uri.getPath())) : null;
    }

    /** The folder that holds {@code refs}; null while there is no repository. */
    public @Nullable Path gitFolder() {
        File found = RepositoryCache.FileKey.resolve(folder, FS.DETECTED);
        return found == null ? null : found.toPath();
    }

    @Nullable
    Ref find(String name) throws IOException {
        File found = RepositoryCache.FileKey.resolve(folder, FS.DETECTED);
        if (found == null) {
            close();
            throw new RepositoryNotFoundException(folder);
        }
        File config = new File(found, "config");
        if (open == null || configured == null || configured.isModified(config)) {
            close();
            configured = FileSnapshot.save(config);
            if (ObjectFormats.isSha256(found.toPath())) {
                throw new ObjectFormatException(ObjectFormats.message(folder.getPath()));
            }
            open = new FileRepository(found);
        }
        if (open.getRefDatabase() instanceof FileReftableDatabase tables) {
            // it does not look by itself for tables that others add
            tables.refresh();
        }
        return open.exactRef(name);
    }

    /** The full names of all tags. */
    List<String> tags() throws IOException {
        Ref _ = find(Constants.HEAD);
        return opened().getRefDatabase().getRefsByPrefix(Constants.R_TAGS).stream()
                .map(Ref::getName)
                .toList();
    }

    /** The repository as it was when a ref was last found in it. */
    FileRepository opened() throws RepositoryNotFoundException {
        if (open == null) {
            throw new RepositoryNotFoundException(folder);
        }
        return open;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
