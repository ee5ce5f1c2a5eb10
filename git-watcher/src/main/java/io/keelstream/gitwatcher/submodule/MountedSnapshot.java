package io.keelstream.gitwatcher.submodule;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.submodule.Mounts.Mount;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a commit with those of its submodules in their places. The id of a folder in which some are is that of its tree and of
 * what is in it: equal ids, equal content, also where a submodule was not here before. Thread-safe.
 */
final class MountedSnapshot implements Snapshot {

    /** Between the id of a tree and what is in it: no id has it. */
    private static final char AND = '+';

    private final Snapshot files;
    private final SortedMap<String, Mount> mounts;
    private final SortedMap<String, Problem> absent;

    MountedSnapshot(Snapshot files, SortedMap<String, Mount> mounts, SortedMap<String, Problem> absent) {
        this.files = files;
        this.mounts = mounts;
        this.absent = absent;
    }

    @Override
    public Map<String, Problem> absent() {
        return absent;
    }

    @Override
    public boolean isMounted(Entry entry) {
        return placeOf(entry.path()) != null;
    }

    @Override
    public Entry root() {
        return outer(files.root());
    }

    @Override
    public @Nullable Entry find(String path) {
        String place = placeOf(path);
        if (place == null) {
            Entry entry = files.find(path);
            return entry == null ? null : outer(entry);
        }
        Entry inside = mount(place).find(Paths.relative(place, path));
        return inside == null ? null : moved(place, inside);
    }

    @Override
    public List<Entry> list(Entry folder) {
        String place = placeOf(folder.path());
        List<Entry> entries = new ArrayList<>();
        if (place == null) {
            files.list(inner(folder)).forEach(each -> entries.add(outer(each)));
        } else {
            mount(place).list(inside(place, folder)).forEach(each -> entries.add(moved(place, each)));
        }
        return entries;
    }

    @Override
    public long size(Entry file) {
        String place = placeOf(file.path());
        return place == null ? files.size(file) : mount(place).size(inside(place, file));
    }

    @Override
    public byte[] read(Entry file) {
        String place = placeOf(file.path());
        return place == null ? files.read(file) : mount(place).read(inside(place, file));
    }

    private Snapshot mount(String place) {
        Mount mount = mounts.get(place);
        if (mount == null) {
            throw new IllegalStateException("no submodule at " + place);
        }
        return mount.files();
    }

    /** The submodule that a path is in; null where it is in the commit itself. One is never in another one here. */
    private @Nullable String placeOf(String path) {
        for (String each = path; !each.isEmpty(); each = Paths.parent(each)) {
            if (mounts.containsKey(each)) {
                return each;
            }
        }
        return null;
    }

    /** An entry of the commit itself as it is here. */
    private Entry outer(Entry entry) {
        if (Mounts.isSubmodule(entry, entry.path()) && mounts.containsKey(entry.path())) {
            return moved(entry.path(), mount(entry.path()).root());
        }
        if (!entry.isFolder()) {
            return entry;
        }
        List<String> inside = new ArrayList<>();
        mounts.forEach((place, mount) -> {
            if (Paths.isWithin(entry.path(), place)) {
                inside.add(Paths.relative(entry.path(), place));
                inside.add(mount.files().root().id());
            }
        });
        return inside.isEmpty()
                ? entry
                : new Entry(entry.path(), entry.kind(), entry.id() + AND + ObjectDigest.of(inside));
    }

    /** A folder of the commit as its own files have it. */
    private static Entry inner(Entry folder) {
        int and = folder.id().indexOf(AND);
        return and < 0
                ? folder
                : new Entry(folder.path(), folder.kind(), folder.id().substring(0, and));
    }

    private static Entry moved(String place, Entry inside) {
        String path = Paths.join(place, inside.path());
        return new Entry(path, inside.isFolder() ? Entry.folderAt(path) : inside.kind(), inside.id());
    }

    private static Entry inside(String place, Entry entry) {
        return new Entry(Paths.relative(place, entry.path()), entry.kind(), entry.id());
    }
}
