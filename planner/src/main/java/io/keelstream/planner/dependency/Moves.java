package io.keelstream.planner.dependency;

import io.keelstream.contracts.desired.Desired;
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
 * stay where they are. One that has this commit already, or a later one, has done its part. Of one that has not seen it yet it is not known
 * whether the same commit pins it. One that objects come from and that still releases a commit before its own part may write them once
 * more: what takes them waits for the end of that release, whose writes would take them back. Pure.
 *
 * @param pinned what they are pinned to, by their names
 * @param unseen the commit that they have not seen yet, by their names
 * @param releasing the commit of the release that they run, empty where it is not known, by their names
 * @param looked all targets that objects come from or go to
 */
record Moves(
        SortedMap<String, String> pinned,
        SortedMap<String, String> unseen,
        SortedMap<String, String> releasing,
        Set<String> looked)
        implements OtherTargets.Answer {

    /** Nothing moves. */
    static final Moves NONE = new Moves(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Set.of());

    Moves {
        pinned = Collections.unmodifiableSortedMap(new TreeMap<>(pinned));
        unseen = Collections.unmodifiableSortedMap(new TreeMap<>(unseen));
        releasing = Collections.unmodifiableSortedMap(new TreeMap<>(releasing));
        looked = Set.copyOf(looked);
    }

    /**
     * Looks at the other targets.
     *
     * @param targets the other targets of all moves
     * @param desired the bundle that objects move from or to
     */
    static Moves of(Set<String> targets, Desired desired, ReadModels others) {
        SortedMap<String, String> pinned = new TreeMap<>();
        SortedMap<String, String> unseen = new TreeMap<>();
        SortedMap<String, String> releasing = new TreeMap<>();
        for (String each : targets) {
            TargetState state = others.of(each);
            if (state == null) {
                continue;
            }
            String commit = reached(state.applied(), desired.revision()) ? null : state.pinned();
            NumberedCommit last = changedAt(desired, each);
            if (commit != null) {
                pinned.put(each, commit);
            } else if (last != null && !seen(state.desired(), desired.revision(), last)) {
                unseen.put(each, last.commit());
            } else if (gives(desired, each) && state.deployment().running()) {
                Revision released = state.deployment().deploymentRevision();
                if (!hasGiven(released, desired.revision(), last)) {
                    releasing.put(each, released == null ? "" : released.commit());
                }
            }
        }
        return new Moves(pinned, unseen, releasing, targets);
    }

    private static boolean gives(Desired desired, String target) {
        return desired.objects().stream().anyMatch(each -> target.equals(each.movedFrom()));
    }

    /** Whether a release is of a commit that has the objects elsewhere: of this one, or of the one that changed the target last before. */
    private static boolean hasGiven(@Nullable Revision released, Revision revision, @Nullable NumberedCommit last) {
        return reached(released, revision)
                || (released != null && last != null && sameRef(released, revision) && released.isAtOrAfter(last));
    }

    private static @Nullable NumberedCommit changedAt(Desired desired, String target) {
        return desired.counterparts().stream()
                .filter(each -> each.target().equals(target))
                .map(Desired.Counterpart::changedAt)
                .findFirst()
                .orElse(null);
    }

    private static boolean seen(@Nullable Revision wanted, Revision revision, NumberedCommit last) {
        return wanted == null || !sameRef(wanted, revision) || wanted.isAtOrAfter(last);
    }

    /** Objects move within one ref alone: its commits have an order. */
    private static boolean reached(@Nullable Revision applied, Revision revision) {
        NumberedCommit commit = revision.numberedCommit();
        return applied != null
                && sameRef(applied, revision)
                && (commit == null ? applied.commit().equals(revision.commit()) : applied.isAtOrAfter(commit));
    }

    private static boolean sameRef(Revision one, Revision other) {
        return one.repository().equals(other.repository()) && one.ref().equals(other.ref());
    }

    @Override
    public boolean settled() {
        return pinned.isEmpty() && unseen.isEmpty() && releasing.isEmpty();
    }
}
