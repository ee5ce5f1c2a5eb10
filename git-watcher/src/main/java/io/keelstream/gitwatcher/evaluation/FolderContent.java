package io.keelstream.gitwatcher.evaluation;

import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What lies in a folder of a commit, as a short digest: another one with everything that changes there, but for the folders of other
 * applications below it. Used for one commit, by one thread.
 */
final class FolderContent {

    private static final int LENGTH = 16;

    private final Snapshot snapshot;
    private final Catalog catalog;

    /** The folders that have an application file, each with a slash behind it; empty before the first question. */
    private final NavigableSet<String> applications = new TreeSet<>();

    FolderContent(Snapshot snapshot, Catalog catalog) {
        this.snapshot = snapshot;
        this.catalog = catalog;
    }

    /**
     * The digest of a folder, with what belongs to it.
     *
     * @param folder path from the repository's root; empty for the root
     */
    String of(String folder, String... more) {
        if (applications.isEmpty()) {
            learnApplications();
        }
        List<String> parts = new ArrayList<>(List.of(more));
        try {
            Entry entry = folder.isEmpty() ? snapshot.root() : snapshot.find(folder);
            if (entry != null) {
                add(entry, parts);
            }
        } catch (MalformedEntryException e) {
            parts.add("malformed " + e.path());
        }
        return digest(parts);
    }

    private void learnApplications() {
        catalog.applications().values().forEach(each -> {
            applications.add(each.base() + "/");
            applications.add(Paths.parent(each.file()) + "/");
        });
        Stream.concat(catalog.unusable().values().stream(), catalog.anonymous().stream())
                .forEach(each -> applications.add(Paths.parent(each.file()) + "/"));
    }

    /** The digest of some entries, as they are. */
    static String of(List<Entry> entries) {
        return digest(entries.stream()
                .map(each -> each.path() + " " + each.id())
                .sorted()
                .toList());
    }

    private static String digest(List<String> parts) {
        String digest = ObjectDigest.of(parts);
        return digest.substring(digest.length() - LENGTH);
    }

    private void add(Entry entry, List<String> parts) {
        if (!entry.isFolder() || !hasApplicationBelow(entry.path())) {
            parts.add(entry.path() + " " + entry.id());
            return;
        }
        for (Entry inside : snapshot.list(entry)) {
            if (!applications.contains(inside.path() + "/")) {
                add(inside, parts);
            }
        }
    }

    private boolean hasApplicationBelow(String folder) {
        if (folder.isEmpty()) {
            return !applications.last().equals("/");
        }
        String next = applications.higher(folder + "/");
        return next != null && next.startsWith(folder + "/");
    }
}
