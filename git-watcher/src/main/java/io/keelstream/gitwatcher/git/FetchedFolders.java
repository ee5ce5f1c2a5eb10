package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The folders whose files are fetched, and {@code .gitmodules}.
 *
 * @param folders from the repository's root; empty for all
 */
record FetchedFolders(List<String> folders) implements Predicate<String> {

    /** Every file is fetched. */
    static final FetchedFolders ALL = new FetchedFolders(List.of());

    FetchedFolders {
        folders = List.copyOf(folders);
    }

    static FetchedFolders of(RepositorySettings settings) {
        if (settings.options().folders().isEmpty()) {
            return ALL;
        }
        List<String> folders = new ArrayList<>(settings.options().folders());
        if (!settings.root().isEmpty()) {
            folders.add(settings.root());
        }
        return new FetchedFolders(folders);
    }

    boolean isAll() {
        return folders.isEmpty();
    }

    /** Whether a file is fetched. */
    @Override
    public boolean test(String path) {
        return isAll() || path.equals(".gitmodules") || folders.stream().anyMatch(each -> Paths.isWithin(each, path));
    }

    /** Whether some files below a folder are fetched and others are not. */
    boolean isMixed(String folder) {
        return !isAll() && folders.stream().anyMatch(each -> !each.equals(folder) && Paths.isWithin(folder, each));
    }

    /** How a clone says for which folders it was made. */
    String text() {
        return String.join("\n", folders);
    }
}
