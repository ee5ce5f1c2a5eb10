package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.render.LfsPointer;
import io.keelstream.gitwatcher.snapshot.Difference;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every application file of one commit, read, by path. The next commit's files are found from the differences alone: what
 * did not change is neither walked nor read again.
 *
 * @param root the folder below which files count; empty for the whole repository
 * @param files what each file is
 */
public record Discovered(String root, SortedMap<String, ApplicationFile> files) {

    private static final int LARGEST_FILE = 2 << 20;

    public Discovered {
        files = Collections.unmodifiableSortedMap(files);
    }

    /** Walks a whole commit. */
    public static Discovered in(Snapshot snapshot, String root) {
        SortedMap<String, ApplicationFile> files = new TreeMap<>();
        Entry start = snapshot.find(root);
        if (start != null && start.isFolder()) {
            walk(snapshot, start, files);
        }
        return new Discovered(root, files);
    }

    /** Whether one of these files, or one that would be, differs. */
    boolean concerned(List<Difference> differences) {
        return differences.stream().anyMatch(this::concerned);
    }

    private boolean concerned(Difference difference) {
        return isApplicationFile(difference.path()) && Paths.isWithin(root, difference.path());
    }

    /** The files of the commit that differs from this one's as the differences say. */
    Discovered after(Snapshot snapshot, List<Difference> differences) {
        SortedMap<String, ApplicationFile> next = new TreeMap<>(files);
        for (Difference difference : differences) {
            Entry now = difference.after();
            if (concerned(difference)) {
                if (now == null) {
                    next.remove(difference.path());
                } else {
                    next.put(difference.path(), read(snapshot, now));
                }
            }
        }
        return new Discovered(root, next);
    }

    private static void walk(Snapshot snapshot, Entry folder, SortedMap<String, ApplicationFile> files) {
        for (Entry entry : snapshot.list(folder)) {
            if (entry.isFolder()) {
                walk(snapshot, entry, files);
            } else if (isApplicationFile(entry.path())) {
                files.put(entry.path(), read(snapshot, entry));
            }
        }
    }

    private static boolean isApplicationFile(String path) {
        return path.endsWith(ApplicationReader.FILE_NAME)
                && (path.length() == ApplicationReader.FILE_NAME.length()
                        || path.charAt(path.length() - ApplicationReader.FILE_NAME.length() - 1) == '/');
    }

    private static ApplicationFile read(Snapshot snapshot, Entry entry) {
        if (entry.kind() == Entry.Kind.UNSAFE) {
            return unusable(entry, Reason.UNSAFE_ENTRY, "stands twice in its folder. Remove one in a new commit");
        }
        if (!entry.isFile()) {
            return unusable(
                    entry, Reason.LINK, "is a link or a submodule: links are not followed. Put the file itself here");
        }
        if (snapshot.size(entry) > LARGEST_FILE) {
            return unusable(entry, Reason.FILE_TOO_LARGE, "is larger than 2 MiB. Split it");
        }
        byte[] content = snapshot.read(entry);
        return LfsPointer.is(content)
                ? unusable(entry, Reason.LFS_POINTER, "is a Git LFS pointer; commit the file itself, without LFS")
                : ApplicationReader.read(entry.path(), content);
    }

    private static ApplicationFile unusable(Entry entry, Reason reason, String what) {
        return new ApplicationFile.Unusable(
                entry.path(), "", List.of(), List.of(reason.problem(entry.path() + " " + what, entry.path())));
    }
}
