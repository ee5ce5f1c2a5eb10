package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.render.LfsPointer;
import io.keelstream.gitwatcher.snapshot.Difference;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every application file of one commit, read, by path. The next commit's files are found from the differences alone: what
 * did not change is neither walked nor read again.
 *
 * @param root the folder below which files count; empty for the whole repository
 * @param files what each file is
 * @param beyond what says that there may be more files than were found or read; empty where there are none
 * @param complete whether what is beyond is all inside the folders that it names
 */
public record Discovered(
        String root,
        SortedMap<String, ApplicationFile> files,
        List<ApplicationFile.Unusable> beyond,
        boolean complete) {

    private static final int LARGEST_FILE = 2 << 20;

    /** The same folder may be in a tree in many places, so few bytes of a repository may be folders without number. */
    private static final int MOST_FOLDERS = 100_000;

    private static final int MOST_FILES = 50_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final String NO_FOLDER =
            "its folder is not what the one around it says, and Git does not write such a thing. Write the folder anew";

    public Discovered {
        files = Collections.unmodifiableSortedMap(files);
        beyond = List.copyOf(beyond);
    }

    /**
     * Walks a whole commit: outer folders before inner ones, so that what is too much hides what is inside of it. Small files are
     * read first, so that large ones keep none of those from being read.
     */
    public static Discovered in(Snapshot snapshot, String root) {
        SortedMap<String, ApplicationFile> files = new TreeMap<>();
        List<ApplicationFile.Unusable> beyond = new ArrayList<>();
        List<Entry> found = new ArrayList<>();
        boolean complete = find(snapshot, root, found, beyond);
        long bytes = 0;
        for (Entry entry : smallestFirst(snapshot, found)) {
            bytes += size(snapshot, entry);
            if (bytes > MOST_BYTES || files.size() >= MOST_FILES) {
                beyond.add(unusable(
                        entry,
                        Reason.BUNDLE_TOO_LARGE,
                        "and larger files are not read: all " + ApplicationReader.FILE_NAME + " of a ref have at most "
                                + (MOST_BYTES >> 20) + " MiB, and there are at most " + MOST_FILES
                                + ". Split the repository"));
                complete = false;
                break;
            }
            files.put(entry.path(), read(snapshot, entry));
        }
        return new Discovered(root, files, beyond, complete);
    }

    /** Whether one of these files, or one that would be, differs. */
    boolean concerned(Snapshot next, List<Difference> differences) {
        return !beyond.isEmpty()
                || !next.absent().isEmpty()
                || differences.stream().anyMatch(this::concerned);
    }

    private boolean concerned(Difference difference) {
        return isApplicationFile(difference.path()) && Paths.isWithin(root, difference.path());
    }

    /** The files of the commit that differs from this one's as the differences say. */
    Discovered after(Snapshot snapshot, List<Difference> differences) {
        if (!snapshot.absent().isEmpty()) {
            return in(snapshot, root);
        }
        SortedMap<String, ApplicationFile> next = new TreeMap<>(files);
        long bytes = 0;
        for (Difference difference : differences) {
            Entry now = difference.after();
            if (!concerned(difference)) {
                continue;
            }
            bytes += now == null ? 0 : size(snapshot, now);
            if (!beyond.isEmpty() || bytes > MOST_BYTES) {
                return in(snapshot, root);
            }
            if (now == null) {
                next.remove(difference.path());
            } else {
                next.put(difference.path(), read(snapshot, now));
            }
        }
        return !beyond.isEmpty() || next.size() > MOST_FILES
                ? in(snapshot, root)
                : new Discovered(root, next, List.of(), true);
    }

    /** Adds the application files to what is found; false where not every folder is searched. */
    private static boolean find(
            Snapshot snapshot, String root, List<Entry> found, List<ApplicationFile.Unusable> beyond) {
        Deque<Entry> folders = new ArrayDeque<>();
        Entry start = snapshot.find(root);
        if (start != null && start.isFolder()) {
            folders.add(start);
        } else if (start != null) {
            absent(snapshot, start).ifPresent(beyond::add);
        }
        int seen = 0;
        while (!folders.isEmpty()) {
            for (Entry entry : list(snapshot, folders.poll(), beyond)) {
                if (entry.isFolder()) {
                    if (++seen > MOST_FOLDERS) {
                        beyond.add(unusable(
                                entry,
                                Reason.BUNDLE_TOO_LARGE,
                                "and folders as deep as it are not searched for applications: a ref has at most "
                                        + MOST_FOLDERS + " folders. Split the repository, or set a root"));
                        return false;
                    }
                    folders.add(entry);
                } else if (isApplicationFile(entry.path())) {
                    found.add(entry);
                } else {
                    absent(snapshot, entry).ifPresent(beyond::add);
                }
            }
        }
        return true;
    }

    /** Nothing, with a word about it, where the folder is none: it may seem to have lost its applications. */
    private static List<Entry> list(Snapshot snapshot, Entry folder, List<ApplicationFile.Unusable> beyond) {
        try {
            return snapshot.list(folder);
        } catch (MalformedEntryException e) {
            Entry inside = new Entry(Paths.join(folder.path(), ApplicationReader.FILE_NAME), Entry.Kind.UNSAFE, "");
            beyond.add(unusable(inside, Reason.UNSAFE_ENTRY, "cannot be looked for: " + NO_FOLDER));
            return List.of();
        }
    }

    /** A word about a submodule that should be here: it may seem to have lost its applications. */
    private static Optional<ApplicationFile.Unusable> absent(Snapshot snapshot, Entry entry) {
        Problem why = entry.kind() == Entry.Kind.SUBMODULE ? snapshot.absent().get(entry.path()) : null;
        return why == null
                ? Optional.empty()
                : Optional.of(new ApplicationFile.Unusable(
                        Paths.join(entry.path(), ApplicationReader.FILE_NAME), "", List.of(), List.of(why)));
    }

    private static long size(Snapshot snapshot, Entry entry) {
        try {
            return entry.isFile() ? snapshot.size(entry) : 0;
        } catch (MalformedEntryException e) {
            return 0;
        }
    }

    private static List<Entry> smallestFirst(Snapshot snapshot, List<Entry> files) {
        Map<Entry, Long> sizes = new HashMap<>();
        files.forEach(each -> sizes.put(each, size(snapshot, each)));
        return files.stream()
                .sorted(Comparator.comparing((Entry each) -> sizes.getOrDefault(each, 0L))
                        .thenComparing(Entry::path))
                .toList();
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
        if (entry.kind() == Entry.Kind.UNFETCHED) {
            return unusable(
                    entry,
                    Reason.SOURCE_NOT_ALLOWED,
                    "is in a folder that is not fetched of this repository; have it added to"
                            + " keelstream.repositories[].folders");
        }
        if (!entry.isFile()) {
            return unusable(
                    entry, Reason.LINK, "is a link or a submodule: links are not followed. Put the file itself here");
        }
        try {
            if (snapshot.size(entry) > LARGEST_FILE) {
                return unusable(entry, Reason.FILE_TOO_LARGE, "is larger than 2 MiB. Split it");
            }
            byte[] content = snapshot.read(entry);
            return LfsPointer.is(content)
                    ? unusable(entry, Reason.LFS_POINTER, "is a Git LFS pointer; commit the file itself, without LFS")
                    : ApplicationReader.read(entry.path(), content);
        } catch (MalformedEntryException e) {
            return unusable(entry, Reason.UNSAFE_ENTRY, "is no file, though its folder says so. Write it anew");
        }
    }

    private static ApplicationFile.Unusable unusable(Entry entry, Reason reason, String what) {
        return new ApplicationFile.Unusable(
                entry.path(), "", List.of(), List.of(reason.problem(entry.path() + " " + what, entry.path())));
    }
}
