package io.keelstream.planner.rollback;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.audit.Evidence.Skipped;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target stays at a commit, whatever else Git has.
 *
 * @param commit the commit, or its first digits; {@link #UNKNOWN} where that cannot be read
 * @param origin who says so
 * @param extent what else it may do
 */
public record Pin(String commit, Origin origin, Extent extent) {

    /** Fewer digits of a commit name nothing. */
    static final int LEAST_DIGITS = 7;

    /** Who says that a target stays at a commit. */
    public sealed interface Origin {

        /** The policy of the target, in Git: it outlasts what Kafka knows. */
        record Policy() implements Origin {}

        /**
         * A person, with a command.
         *
         * @param decided what was decided
         * @param since when
         * @param until when it ends by itself; {@link Instant#MAX} for never
         */
        record Person(Decided decided, Instant since, Instant until) implements Origin {}

        /**
         * A person, in a record that cannot be read: it stands all the same.
         *
         * @param record its key, and what is wrong with it
         */
        record Unreadable(String record) implements Origin {}
    }

    /** In place of a commit that cannot be read. */
    public static final String UNKNOWN = "";

    /**
     * One of which nothing can be read.
     *
     * @param record the key of its record, and what is wrong with it
     */
    public static Pin unreadable(String record) {
        return new Pin(UNKNOWN, new Origin.Unreadable(record), Extent.NONE);
    }

    /**
     * What a pin may do beside leading back to a bundle.
     *
     * @param pastBarriers whether it passes hooks that are barriers
     * @param withSecrets whether Secrets become those of the commit; otherwise they are as Git has them now
     */
    public record Extent(boolean pastBarriers, boolean withSecrets) {

        /** No more than leading back. */
        public static final Extent NONE = new Extent(false, false);

        /** What a decision says. */
        public static Extent of(Named named) {
            return new Extent(named.passesBarriers(), named.takesSecrets());
        }
    }

    /** What the policy in Git says; null where that is nothing. */
    public static @Nullable Pin declared(Desired desired) {
        String commit = desired.policy().gating().pin();
        return commit == null ? null : new Pin(commit, new Origin.Policy(), Extent.NONE);
    }

    /** When it ends by itself; null where it does not. */
    public @Nullable Instant end() {
        return origin instanceof Origin.Person person && person.until().isBefore(Instant.MAX) ? person.until() : null;
    }

    /** The hook that keeps the target from going back to the bundle; null where none does. */
    @Nullable
    Barrier barrier(History history, KnownGood good) {
        return extent.pastBarriers() ? null : history.barrier(good);
    }

    /** The bundle that it means; null where none of these is. */
    @Nullable
    KnownGood among(List<KnownGood> bundles) {
        return commit.length() < LEAST_DIGITS
                ? null
                : bundles.stream()
                        .filter(each -> each.revision().commit().startsWith(commit))
                        .findFirst()
                        .orElse(null);
    }

    /** The earlier bundle, as this leads back to it. */
    Desired applied(Desired earlier, Desired desired) {
        return extent.withSecrets() ? WayBack.unchanged(earlier, desired) : WayBack.to(earlier, desired);
    }

    /** What lets a release back to the bundle through: who asked for it, and the hook that it passes. */
    Evidence evidence(History history, KnownGood good) {
        Barrier barrier = extent.pastBarriers() ? history.barrier(good) : null;
        List<Skipped> skipped = new ArrayList<>();
        if (barrier != null) {
            skipped.add(Skipped.of(
                    Reason.ROLLBACK_BARRED,
                    "the hook " + barrier.hook() + " of commit " + Revision.shortened(barrier.commit())
                            + " is a barrier for rollbacks, and was passed by --past-barrier"));
        }
        if (extent.withSecrets()) {
            skipped.add(Skipped.of(
                    Reason.SECRETS_TAKEN_BACK, "Secrets become those of the earlier commit, by --with-secrets"));
        }
        List<Decided> decisions = origin instanceof Origin.Person person ? List.of(person.decided()) : List.of();
        return new Evidence(List.of(), decisions, List.of(), skipped);
    }

    /** By whose pin what Git wants is held. */
    String holds(Desired desired) {
        String held = "commit " + desired.revision().shortCommit() + " is held by ";
        return switch (origin) {
            case Origin.Policy() -> held + "policy.pin in keelstream.yaml at " + Revision.shortened(commit);
            case Origin.Person(Decided decided, Instant since, Instant _) ->
                held + "the pin of " + decided.by() + " since " + since.truncatedTo(ChronoUnit.SECONDS) + " at "
                        + Revision.shortened(commit);
            case Origin.Unreadable(String record) -> held + "a pin whose record cannot be read (" + record + ")";
        };
    }

    /** How a person ends it, as the end of a sentence. */
    String lift(String target) {
        return switch (origin) {
            case Origin.Policy() -> "; taking policy.pin out of keelstream.yaml ends that";
            case Origin.Person _ -> unpin(target);
            case Origin.Unreadable _ -> unpin(target) + ", and another pin or rollback takes its place";
        };
    }

    private static String unpin(String target) {
        return "; keelstream unpin " + target + " ends the pin";
    }
}
