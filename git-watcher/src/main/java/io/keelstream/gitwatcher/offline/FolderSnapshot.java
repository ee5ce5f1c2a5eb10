package io.keelstream.gitwatcher.offline;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import io.keelstream.gitwatcher.submodule.Modules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder as they are now. Ids are paths, so two snapshots cannot be compared; for one evaluation that
 * is enough. Thread-safe as long as nobody changes the files.
 */
final class FolderSnapshot implements Snapshot {

    private final Path folder;
    private final Entry root = new Entry("", Entry.Kind.FOLDER, "");

    /** Submodules that are not checked out: their folders are empty, which Git has no others of. */
    private final SortedMap<String, Problem> absent = new TreeMap<>();

    FolderSnapshot(Path folder) {
        this.folder = folder;
        Path modules = folder.resolve(Modules.FILE);
        try {
            String text = Files.isRegularFile(modules) ? Files.readString(modules) : "";
            for (String path : Modules.in(text).keySet()) {
                if (isEmpty(folder.resolve(path))) {
                    absent.put(
                            path,
                            Reason.SOURCE_NOT_ALLOWED.problem(
                                    "a submodule that is not checked out; run 'git submodule update --init'", path));
                }
            }
        } catch (IOException | InvalidPathException e) {
            throw new UnreadableSnapshotException(modules + " cannot be read", e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    @Override
    public Map<String, Problem> absent() {
        return absent;
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
        String parent = "";
        for (String name : path.split("/", -1)) {
            if (!entry.isFolder()) {
                return entry.kind() == Entry.Kind.SUBMODULE ? entry : null;
            }
            Path file = folder.resolve(parent).resolve(name);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || name.equals(".git")) {
                return null;
            }
            parent = Paths.join(parent, name);
            entry = entry(parent, file);
        }
        return entry;
    }

    @Override
    public List<Entry> list(Entry of) {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(of.path()))) {
            files.filter(file -> !name(file).equals(".git"))
                    .forEach(file -> entries.add(entry(Paths.join(of.path(), name(file)), file)));
        } catch (IOException e) {
            throw unreadable(of, e);
        }
        entries.sort(Comparator.comparing(each -> each.isFolder() ? each.path() + "/" : each.path()));
        return entries;
    }

    @Override
    public long size(Entry file) {
        try {
            return file.kind() == Entry.Kind.LINK ? read(file).length : Files.size(folder.resolve(file.path()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public byte[] read(Entry file) {
        Path path = folder.resolve(file.path());
        try {
            return file.kind() == Entry.Kind.LINK
                    ? Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8)
                    : Files.readAllBytes(path);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Entry entry(String path, Path file) {
        Entry.Kind kind = absent.containsKey(path) ? Entry.Kind.SUBMODULE : kind(path, file);
        return new Entry(path, kind, path);
    }

    private static Entry.Kind kind(String path, Path file) {
        return Files.isSymbolicLink(file)
                ? Entry.Kind.LINK
                : Files.isDirectory(file) ? Entry.folderAt(path) : Entry.Kind.FILE;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static UnreadableSnapshotException unreadable(Entry entry, IOException cause) {
        return new UnreadableSnapshotException(
                (entry.path().isEmpty() ? "the folder" : entry.path()) + " cannot be read", cause);
    }
}
