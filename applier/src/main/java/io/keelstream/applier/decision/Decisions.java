package io.keelstream.applier.decision;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.time.Instant;
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
 * @param unreadable one problem per record that cannot be read
 * @param verified whether it is known who decides
 */
public record Decisions(
        @Nullable StandingDecision abort,
        @Nullable StandingDecision pause,
        @Nullable StandingDecision promote,
        @Nullable StandingDecision retry,
        List<Problem> unreadable,
        boolean verified) {

    /** The kinds whose keys have the decisions that the applier judges; what takes precedence comes first. */
    public static final List<Kind> JUDGED = List.of(Kind.ABORT, Kind.PAUSE, Kind.PROMOTE, Kind.RETRY);

    /** Nobody decided anything. */
    public static final Decisions NONE = new Decisions(null, null, null, null, List.of(), false);

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
            case APPROVE, REJECT, REHEARSE, RELEASE, PIN, ROLLBACK, UNPIN, UNKNOWN -> null;
        };
        return made == null || made.answered() ? null : made;
    }

    /** Those that nobody answered yet; what takes precedence comes first. */
    public List<StandingDecision> open() {
        return JUDGED.stream().map(this::open).filter(Objects::nonNull).toList();
    }

    /**
     * Until when a deployment is paused that somebody paused: {@link Instant#MIN} when it is not any more. A pause that cannot
     * be read stands; where it is known who decides, so does one that was deleted, or in whose place somebody wrote who may
     * not decide.
     */
    public Instant pausedUntil(String deploymentId, TargetName target) {
        if (unreadable.stream()
                .anyMatch(problem -> Kind.PAUSE.key(target.toString()).equals(problem.where()))) {
            return Instant.MAX;
        }
        StandingDecision standing = pause;
        if (verified && (standing == null || standing.denied() != null)) {
            return Instant.MAX;
        }
        return standing != null && standing.decision().kind() == Kind.PAUSE && standing.about(deploymentId)
                ? standing.expiresAt()
                : Instant.MIN;
    }
}
