package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * A commit in the object database of a bare clone. Trees that were read are kept while the snapshot lives; with a thousand
 * applications in one folder that folder would otherwise be parsed a thousand times. Thread-safe.
 */
public final class CommitSnapshot implements Snapshot {

    private static final ObjectChecker NAMES = new ObjectChecker();
    private static final int LARGEST_TREE = 16 << 20;

    private final Repository repository;
    private final Entry root;
    private final Map<String, Map<String, Entry>> folders = new ConcurrentHashMap<>();

    /**
     * The commit with a root tree.
     *
     * @param repository stays open while the snapshot is used
     */
    public CommitSnapshot(Repository repository, ObjectId tree) {
        this.repository = repository;
        this.root = new Entry("", Entry.Kind.FOLDER, tree.name());
    }

    @Override
    public Entry root() {
        return root;
    }

    @Override
    public @Nullable Entry find(String path) {
        Entry entry = root;
        if (path.isEmpty()) {
            return entry;
        }
        for (String name : path.split("/", -1)) {
            if (entry == null || !entry.isFolder()) {
                return null;
            }
            entry = folder(entry).get(name);
        }
        return entry;
    }

    @Override
    public List<Entry> list(Entry folder) {
        return new ArrayList<>(folder(folder).values());
    }

    @Override
    public long size(Entry file) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return reader.getObjectSize(ObjectId.fromString(file.id()), Constants.OBJ_BLOB);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public byte[] read(Entry file) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return reader.open(ObjectId.fromString(file.id()), Constants.OBJ_BLOB)
                    .getCachedBytes(Integer.MAX_VALUE);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Map<String, Entry> folder(Entry folder) {
        return folders.computeIfAbsent(folder.path() + '\0' + folder.id(), absent -> parse(folder));
    }

    private Map<String, Entry> parse(Entry folder) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (ObjectReader reader = repository.newObjectReader()) {
            byte[] tree = reader.open(ObjectId.fromString(folder.id()), Constants.OBJ_TREE)
                    .getCachedBytes(LARGEST_TREE);
            CanonicalTreeParser parser = new CanonicalTreeParser();
            for (parser.reset(tree); !parser.eof(); parser.next()) {
                checkName(folder, parser);
                String name = parser.getEntryPathString();
                Entry entry = new Entry(
                        Paths.join(folder.path(), name),
                        kind(parser.getEntryRawMode()),
                        parser.getEntryObjectId().name());
                if (entries.put(name, entry) != null) {
                    throw dangerous(folder, "an entry '" + name + "' twice", null);
                }
            }
        } catch (UnreadableSnapshotException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(folder, e);
        }
        return entries;
    }

    private static Entry.Kind kind(int mode) {
        if (FileMode.TREE.equals(mode)) {
            return Entry.Kind.FOLDER;
        }
        if (FileMode.SYMLINK.equals(mode)) {
            return Entry.Kind.LINK;
        }
        return FileMode.GITLINK.equals(mode) ? Entry.Kind.SUBMODULE : Entry.Kind.FILE;
    }

    /** Names that would escape the folder as part of a path; Git itself never writes them. */
    private static void checkName(Entry folder, CanonicalTreeParser parser) {
        try {
            NAMES.checkPathSegment(parser.getEntryPathBuffer(), 0, parser.getEntryPathLength());
        } catch (CorruptObjectException e) {
            throw dangerous(folder, "an entry with an " + e.getMessage(), e);
        }
    }

    private static UnreadableSnapshotException dangerous(Entry folder, String what, @Nullable Exception cause) {
        return new UnreadableSnapshotException(
                (folder.path().isEmpty() ? "the root folder" : folder.path()) + " holds " + what
                        + ", which Git does not write and which is dangerous to read; replace it in a new commit",
                cause);
    }

    private static UnreadableSnapshotException unreadable(Entry entry, Exception cause) {
        return new UnreadableSnapshotException(
                "the object " + entry.id() + " (" + (entry.path().isEmpty() ? "the root folder" : entry.path())
                        + ") cannot be read from the clone",
                cause);
    }
}
