package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says who answers for what a target reads. Thread-safe. */
@FunctionalInterface
public interface Provenance {

    /** Nobody has to. */
    Provenance UNCHECKED = (bases, files) -> Optional.empty();

    /** Whether somebody has to. */
    default boolean isChecked() {
        return !equals(UNCHECKED);
    }

    /**
     * Why the commit that changed some files last does not count; empty where it does.
     *
     * @param bases the folders of the application, of which each may have signers of its own
     * @param files the files as a commit has them; empty where that cannot be said, which counts as a change
     */
    Optional<Problem> objection(Set<String> bases, Function<Snapshot, Optional<List<Entry>>> files);
}
