package io.keelstream.gitwatcher.offline;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder as they are now. Ids are paths, so two snapshots cannot be compared; for one evaluation that
 * is enough. Thread-safe as long as nobody changes the files.
 */
final class FolderSnapshot implements Snapshot {

    private final Path folder;
    private final Entry root = new Entry("", Entry.Kind.FOLDER, "");

    FolderSnapshot(Path folder) {
        this.folder = folder;
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
                return null;
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

    private static Entry entry(String path, Path file) {
        Entry.Kind kind = Files.isSymbolicLink(file)
                ? Entry.Kind.LINK
                : Files.isDirectory(file) ? Entry.folderAt(path) : Entry.Kind.FILE;
        return new Entry(path, kind, path);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static UnreadableSnapshotException unreadable(Entry entry, IOException cause) {
        return new UnreadableSnapshotException(
                (entry.path().isEmpty() ? "the folder" : entry.path()) + " cannot be read", cause);
    }
}
