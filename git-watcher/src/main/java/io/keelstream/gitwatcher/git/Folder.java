package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * A tree of a commit as it was read. A folder of thousands of applications is another tree after each commit, so entries
 * that the tree before had are taken over from it instead of being read and checked again. Immutable.
 */
final class Folder {

    private static final ObjectChecker NAMES = new ObjectChecker();

    private final byte[] tree;
    private final String id;
    private final List<Entry> entries;
    private final Map<String, Entry> byPath;

    private Folder(byte[] tree, String id, List<Entry> entries, Map<String, Entry> byPath) {
        this.tree = tree;
        this.id = id;
        this.entries = Collections.unmodifiableList(entries);
        this.byPath = byPath;
    }

    /**
     * Reads a tree.
     *
     * @param folder where it is
     * @param tree its content
     * @param before the tree that was there before; null where that is not known
     * @throws UnreadableSnapshotException when it is dangerous to read
     */
    static Folder read(Entry folder, byte[] tree, @Nullable Folder before) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Entry> byPath = new HashMap<>();
        Former former = new Former(before);
        CanonicalTreeParser parser = new CanonicalTreeParser();
        for (parser.reset(tree); !parser.eof(); parser.next()) {
            Entry known = former.sameAs(parser);
            Entry entry = known == null ? entry(folder, parser) : known;
            entries.add(entry);
            if (byPath.put(entry.path(), entry) != null) {
                throw dangerous(folder, "an entry '" + entry.name() + "' twice", null);
            }
        }
        return new Folder(tree, folder.id(), entries, byPath);
    }

    /** Whether it is the tree of this id. */
    boolean is(String other) {
        return id.equals(other);
    }

    /** The entries in Git's order. */
    List<Entry> entries() {
        return entries;
    }

    /** The entry at a path from the repository's root; null where there is none. */
    @Nullable
    Entry get(String path) {
        return byPath.get(path);
    }

    private static Entry entry(Entry folder, CanonicalTreeParser parser) {
        checkName(folder, parser);
        String path = Paths.join(folder.path(), parser.getEntryPathString());
        return new Entry(
                path,
                kind(path, parser.getEntryRawMode()),
                parser.getEntryObjectId().name());
    }

    private static Entry.Kind kind(String path, int mode) {
        if (FileMode.TREE.equals(mode)) {
            return Entry.folderAt(path);
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

    /** The entries of the tree before, met in its order. */
    private static final class Former {

        private final CanonicalTreeParser parser = new CanonicalTreeParser();
        private final List<Entry> entries;
        private int index;

        private Former(@Nullable Folder folder) {
            parser.reset(folder == null ? new byte[0] : folder.tree);
            entries = folder == null ? List.of() : folder.entries;
        }

        /** The entry of the same name, mode and content; null without one, or where the order hides it. */
        private @Nullable Entry sameAs(CanonicalTreeParser now) {
            while (!parser.eof() && parser.pathCompare(now) < 0) {
                next();
            }
            if (parser.eof()
                    || parser.pathCompare(now) != 0
                    || parser.getEntryRawMode() != now.getEntryRawMode()
                    || !parser.idEqual(now)) {
                return null;
            }
            Entry same = entries.get(index);
            next();
            return same;
        }

        private void next() {
            parser.next();
            index++;
        }
    }
}
