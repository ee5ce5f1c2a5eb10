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
    Provenance UNCHECKED = (bases, files) -> new Answer.Signed(List.of());

    /** Who answers. */
    sealed interface Answer {

        /**
         * The commit counts.
         *
         * @param by fingerprints of the keys that signed it, one for each folder of keys that had to; empty where nobody has to
         */
        record Signed(List<String> by) implements Answer {

            public Signed {
                by = by.stream().distinct().toList();
            }
        }

        /** The commit does not count, and why. */
        record Objection(Problem problem) implements Answer {}

        /** Why the commit does not count; empty where it does. */
        default Optional<Problem> objection() {
            return this instanceof Objection(Problem problem) ? Optional.of(problem) : Optional.empty();
        }
    }

    /** Whether somebody has to. */
    default boolean isChecked() {
        return !equals(UNCHECKED);
    }

    /**
     * Who answers for the commit that changed some files last.
     *
     * @param bases the folders of the application, of which each may have signers of its own
     * @param files the files as a commit has them; empty where that cannot be said, which counts as a change
     */
    Answer of(Set<String> bases, Function<Snapshot, Optional<List<Entry>>> files);
}
