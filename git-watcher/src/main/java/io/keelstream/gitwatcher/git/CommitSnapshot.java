package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A commit in the object database of a bare clone. Trees that were read are kept while the snapshot lives; with a thousand
 * applications in one folder that folder would otherwise be parsed a thousand times. Thread-safe.
 */
public final class CommitSnapshot implements Snapshot {

    private static final int LARGEST_TREE = 16 << 20;

    /**
     * So many entries of folders are kept; the others are read again each time. A folder may be in a tree in many places. One has about 285
     * bytes, so this is 55 MiB for each ref, and as much again while the commit before is compared with this one.
     */
    private static final int MOST_KEPT = 200_000;

    private final Repository repository;
    private final FetchedFolders wanted;
    private final Entry root;
    private final Map<String, Folder> folders = new ConcurrentHashMap<>();
    private final Map<String, Folder> before;
    private final AtomicInteger kept = new AtomicInteger();

    /**
     * The commit with a root tree.
     *
     * @param repository stays open while the snapshot is used
     */
    public CommitSnapshot(Repository repository, ObjectId tree) {
        this(repository, tree, null, FetchedFolders.ALL);
    }

    /**
     * The same after another commit.
     *
     * @param before the commit before, whose folders are read already; null without one
     * @param wanted the files that are here
     */
    CommitSnapshot(Repository repository, ObjectId tree, @Nullable CommitSnapshot before, FetchedFolders wanted) {
        this.repository = repository;
        this.wanted = wanted;
        this.before = before == null ? Map.of() : before.folders;
        this.root = new Entry("", Entry.Kind.FOLDER, tree.name());
    }

    @Override
    public Entry root() {
        return root;
    }

    @Override
    public @Nullable Entry find(String path) {
        Entry entry = root;
        int end = 0;
        while (entry != null && end < path.length()) {
            if (!entry.isFolder()) {
                return entry.kind() == Entry.Kind.SUBMODULE ? entry : null;
            }
            int slash = path.indexOf('/', end == 0 ? 0 : end + 1);
            end = slash < 0 ? path.length() : slash;
            entry = folder(entry).get(path.substring(0, end));
        }
        return entry;
    }

    @Override
    public List<Entry> list(Entry folder) {
        return folder(folder).entries();
    }

    @Override
    public long size(Entry file) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return reader.getObjectSize(ObjectId.fromString(file.id()), Constants.OBJ_BLOB);
        } catch (IncorrectObjectTypeException e) {
            throw new MalformedEntryException(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public byte[] read(Entry file) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return reader.open(ObjectId.fromString(file.id()), Constants.OBJ_BLOB)
                    .getCachedBytes(Integer.MAX_VALUE);
        } catch (IncorrectObjectTypeException e) {
            throw new MalformedEntryException(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Folder folder(Entry folder) {
        Folder known = kept.get() < MOST_KEPT
                ? folders.computeIfAbsent(folder.path(), absent -> keep(folder))
                : folders.get(folder.path());
        return known != null && known.is(folder.id()) ? known : parse(folder);
    }

    /** How many entries of folders are kept, the folders themselves included. */
    int kept() {
        return kept.get();
    }

    private Folder keep(Entry folder) {
        Folder parsed = parse(folder);
        kept.addAndGet(1 + parsed.entries().size());
        return parsed;
    }

    private Folder parse(Entry folder) {
        try (ObjectReader reader = repository.newObjectReader()) {
            byte[] tree = reader.open(ObjectId.fromString(folder.id()), Constants.OBJ_TREE)
                    .getCachedBytes(LARGEST_TREE);
            return Folder.read(folder, tree, before.get(folder.path()), wanted);
        } catch (IncorrectObjectTypeException | RuntimeException e) {
            throw folder.path().isEmpty() ? unreadable(folder, e) : new MalformedEntryException(folder, e);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static UnreadableSnapshotException unreadable(Entry entry, Exception cause) {
        return new UnreadableSnapshotException(
                "the object " + entry.id() + " (" + (entry.path().isEmpty() ? "the root folder" : entry.path())
                        + ") cannot be read from the clone",
                cause);
    }
}
