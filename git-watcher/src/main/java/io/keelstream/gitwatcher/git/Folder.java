package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
     * Reads a tree. Entries that are dangerous to read are {@link Entry.Kind#UNSAFE}: they stop what needs them, and nothing else.
     *
     * @param folder where it is
     * @param tree its content
     * @param before the tree that was there before; null where that is not known
     * @param wanted the files that are here; others are {@link Entry.Kind#UNFETCHED}
     */
    static Folder read(Entry folder, byte[] tree, @Nullable Folder before, Predicate<String> wanted) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Entry> byPath = new HashMap<>();
        Set<String> twice = new HashSet<>();
        Former former = new Former(before);
        CanonicalTreeParser parser = new CanonicalTreeParser();
        for (parser.reset(tree); !parser.eof(); parser.next()) {
            Entry known = former.sameAs(parser);
            Entry entry = known == null || known.kind() == Entry.Kind.UNSAFE ? entry(folder, parser, wanted) : known;
            entries.add(entry);
            if (byPath.put(entry.path(), entry) != null) {
                twice.add(entry.path());
            }
        }
        if (!twice.isEmpty()) {
            entries.replaceAll(each -> twice.contains(each.path()) ? unsafe(each.path(), each.id()) : each);
            entries.forEach(each -> byPath.put(each.path(), each));
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

    private static Entry entry(Entry folder, CanonicalTreeParser parser, Predicate<String> wanted) {
        String name = parser.getEntryPathString();
        String id = parser.getEntryObjectId().name();
        if (!isSafe(parser)) {
            return unsafe(folder.path() + "/" + name, id);
        }
        String path = Paths.join(folder.path(), name);
        Entry.Kind kind = kind(path, parser.getEntryRawMode());
        boolean here = (kind != Entry.Kind.FILE && kind != Entry.Kind.LINK) || wanted.test(path);
        return new Entry(path, here ? kind : Entry.Kind.UNFETCHED, id);
    }

    private static Entry unsafe(String path, String id) {
        return new Entry(path, Entry.Kind.UNSAFE, id);
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

    /** Git itself never writes a name that would leave the folder as part of a path. */
    private static boolean isSafe(CanonicalTreeParser parser) {
        try {
            NAMES.checkPathSegment(parser.getEntryPathBuffer(), 0, parser.getEntryPathLength());
            return true;
        } catch (CorruptObjectException e) {
            return false;
        }
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
