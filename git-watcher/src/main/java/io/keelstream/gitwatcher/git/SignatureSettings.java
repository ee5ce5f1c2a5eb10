package io.keelstream.gitwatcher.git;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who must sign the commits of a repository.
 *
 * @param keys folder of the keys that count where no path has others; null where nobody must sign there
 * @param paths folders of the repository with keys of their own
 * @param merges who answers for what a merge brings
 */
public record SignatureSettings(@Nullable Path keys, List<PathKeys> paths, Merges merges) {

    /** Who answers for what a merge brings. */
    public enum Merges {
        /** Whoever signed the merge: history is that of first parents. */
        FIRST_PARENT,
        /** Whoever signed the commits that were merged; the merge itself only where it changes more than they do. */
        ALL_PARENTS
    }

    /**
     * A folder with signers of its own.
     *
     * @param path the folder, from the repository's root
     * @param keys folder of their keys
     */
    public record PathKeys(String path, Path keys) {}

    public SignatureSettings {
        paths = List.copyOf(paths);
    }
}
