package io.keelstream.planner.dependency;

import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The targets that objects of a bundle come from or go to, and that are pinned to a commit before that: as long as they are, the objects
 * stay where they are. One that has this commit already, or a later one, has done its part. Pure.
 *
 * @param pinned what they are pinned to, by their names
 * @param looked all targets that objects come from or go to
 */
record Moves(SortedMap<String, String> pinned, Set<String> looked) implements OtherTargets.Answer {

    Moves {
        pinned = Collections.unmodifiableSortedMap(new TreeMap<>(pinned));
        looked = Set.copyOf(looked);
    }

    /**
     * Looks at the other targets.
     *
     * @param targets the other targets of all moves
     * @param revision the commit of the bundle that objects move from or to
     */
    static Moves of(Set<String> targets, Revision revision, ReadModels others) {
        SortedMap<String, String> pinned = new TreeMap<>();
        for (String each : targets) {
            TargetState state = others.of(each);
            String commit = state == null || reached(state.applied(), revision) ? null : state.pinned();
            if (commit != null) {
                pinned.put(each, commit);
            }
        }
        return new Moves(pinned, targets);
    }

    /** Objects move within one ref alone: its commits have an order. */
    private static boolean reached(@Nullable Revision applied, Revision revision) {
        NumberedCommit commit = revision.numberedCommit();
        return applied != null
                && applied.repository().equals(revision.repository())
                && applied.ref().equals(revision.ref())
                && (commit == null ? applied.commit().equals(revision.commit()) : applied.isAtOrAfter(commit));
    }

    @Override
    public boolean settled() {
        return pinned.isEmpty();
    }
}
