package io.keelstream.applier.decision;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.revision.Problem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decisions about a target that the applier judges.
 *
 * @param abort null where nobody decided so
 * @param pause a pause, or the {@code resume} that took its place; null where nobody decided so
 * @param promote null where nobody decided so
 * @param retry null where nobody decided so
 * @param inForce the pause that is in force; null without one
 * @param unreadable one problem per record that cannot be read
 */
public record Decisions(
        @Nullable StandingDecision abort,
        @Nullable StandingDecision pause,
        @Nullable StandingDecision promote,
        @Nullable StandingDecision retry,
        @Nullable Pause inForce,
        List<Problem> unreadable) {

    /** The kinds whose keys have the decisions that the applier judges; what takes precedence comes first. */
    public static final List<Kind> JUDGED = List.of(Kind.ABORT, Kind.PAUSE, Kind.PROMOTE, Kind.RETRY);

    /** Nobody decided anything. */
    public static final Decisions NONE = new Decisions(null, null, null, null, null, List.of());

    public Decisions {
        unreadable = List.copyOf(unreadable);
    }

    /** The decision under the key of a kind, if nobody answered it yet; null otherwise. */
    public @Nullable StandingDecision open(Kind slot) {
        StandingDecision made = switch (slot) {
            case ABORT -> abort;
            case PAUSE, RESUME -> pause;
            case PROMOTE -> promote;
            case RETRY -> retry;
            case APPROVE, REJECT, REPLAN, REHEARSE, RELEASE, PIN, ROLLBACK, UNPIN, UNKNOWN -> null;
        };
        return made == null || made.answered() ? null : made;
    }

    /** Those that nobody answered yet; what takes precedence comes first. */
    public List<StandingDecision> open() {
        return JUDGED.stream().map(this::open).filter(Objects::nonNull).toList();
    }
}
