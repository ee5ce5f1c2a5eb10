package io.keelstream.gitwatcher;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.gitwatcher.git.CommitSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** A bare repository that tests write commits into, as a person who pushes would. */
public final class GitFixture implements AutoCloseable {

    private final Repository repository;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, FileMode> modes = new TreeMap<>();

    public GitFixture(Path folder) {
        this(folder, true);
    }

    /** The repository in a folder as it is; without the files of its commits. */
    public static GitFixture existing(Path folder) {
        return new GitFixture(folder, false);
    }

    private GitFixture(Path folder, boolean create) {
        try {
            repository = new FileRepository(folder.toFile());
            if (create) {
                repository.create(true);
                repository.updateRef(Constants.HEAD).link("refs/heads/main");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Repository repository() {
        return repository;
    }

    public Path folder() {
        return repository.getDirectory().toPath();
    }

    public GitFixture write(String path, String content) {
        return write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public GitFixture write(String path, byte[] content) {
        files.put(path, content);
        modes.put(path, FileMode.REGULAR_FILE);
        return this;
    }

    public GitFixture link(String path, String to) {
        write(path, to);
        modes.put(path, FileMode.SYMLINK);
        return this;
    }

    /** Names a commit of another repository in the place of a folder. */
    public GitFixture submodule(String path, String commit) {
        write(path, commit);
        modes.put(path, FileMode.GITLINK);
        return this;
    }

    /** Removes a file, or everything below a folder. */
    public GitFixture remove(String path) {
        files.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
        return this;
    }

    /** Commits what there is to main. */
    public Revision commit(String message) {
        return commit("refs/heads/main", message, false);
    }

    public Revision commit(String ref, String message, boolean forgetHistory) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId tree = tree(inserter);
            ObjectId parent = forgetHistory ? null : repository.resolve(ref);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree);
            if (parent != null) {
                commit.setParentId(parent);
            }
            PersonIdent person = new PersonIdent("Ada", "ada@example.com", Instant.now(), java.time.ZoneOffset.UTC);
            commit.setAuthor(person);
            commit.setCommitter(person);
            commit.setMessage(message);
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = repository.updateRef(ref);
            update.setNewObjectId(id);
            update.setForceUpdate(true);
            update.update();
            return new Revision("infra", ref, id.name(), "Ada <ada@example.com>", message, Instant.EPOCH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What there is, without a commit. */
    public CommitSnapshot snapshot() {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId tree = tree(inserter);
            inserter.flush();
            return new CommitSnapshot(repository, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectId tree(ObjectInserter inserter) throws IOException {
        DirCache cache = DirCache.newInCore();
        DirCacheBuilder builder = cache.builder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            DirCacheEntry entry = new DirCacheEntry(file.getKey());
            FileMode mode = modes.getOrDefault(file.getKey(), FileMode.REGULAR_FILE);
            entry.setFileMode(mode);
            entry.setObjectId(
                    FileMode.GITLINK.equals(mode)
                            ? ObjectId.fromString(new String(file.getValue(), StandardCharsets.UTF_8))
                            : inserter.insert(Constants.OBJ_BLOB, file.getValue()));
            builder.add(entry);
        }
        builder.finish();
        return cache.writeTree(inserter);
    }

    @Override
    public void close() {
        repository.close();
    }
}
