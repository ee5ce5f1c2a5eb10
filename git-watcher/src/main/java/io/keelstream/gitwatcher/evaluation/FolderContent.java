package io.keelstream.gitwatcher.evaluation;

import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a folder of a commit, as a short digest: another one with everything that changes there, but for the folders of other
 * applications below it. Used for one commit, by one thread.
 */
final class FolderContent {

    private static final int LENGTH = 16;

    private final Snapshot snapshot;
    private final Catalog catalog;

    /** The folders that have an application file, but for the root, each with a slash behind it; null before the first question. */
    private @Nullable NavigableSet<String> applications;

    private final Map<String, List<String>> known = new HashMap<>();

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
        List<String> parts = new ArrayList<>(List.of(more));
        parts.addAll(known.computeIfAbsent(folder, this::entries));
        return digest(parts);
    }

    /** Whether a folder below another one has an application file of its own, and so belongs to no other application. */
    boolean isApplication(String folder) {
        return applications().contains(folder + "/");
    }

    private List<String> entries(String folder) {
        List<String> entries = new ArrayList<>();
        try {
            Entry entry = folder.isEmpty() ? snapshot.root() : snapshot.find(folder);
            if (entry != null) {
                add(entry, entries);
            }
        } catch (MalformedEntryException e) {
            entries.add("malformed " + e.path());
        }
        return entries;
    }

    private NavigableSet<String> applications() {
        if (applications == null) {
            applications = Stream.of(
                            catalog.applications().values().stream().map(Application::file),
                            catalog.unusable().values().stream().map(ApplicationFile.Unusable::file),
                            catalog.anonymous().stream().map(ApplicationFile.Unusable::file))
                    .flatMap(Function.identity())
                    .map(Paths::parent)
                    .filter(each -> !each.isEmpty())
                    .map(each -> each + "/")
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        return applications;
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
            if (!isApplication(inside.path())) {
                add(inside, parts);
            }
        }
    }

    private boolean hasApplicationBelow(String folder) {
        if (folder.isEmpty()) {
            return !applications().isEmpty();
        }
        String next = applications().higher(folder + "/");
        return next != null && next.startsWith(folder + "/");
    }
}
