package io.keelstream.contracts.decision;

import io.keelstream.contracts.topic.Topic;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about a target: a record of a table, not a message. It counts while what it names is true and it has
 * neither expired nor been withdrawn (a tombstone); the service that judges its kind answers it once.
 *
 * @param id random; the answer repeats it
 * @param kind what was decided
 * @param actor who decided
 * @param reason why, in the person's words
 * @param named what exactly is meant
 * @param validForMillis how long it counts from the broker's time of the record, in milliseconds; null until withdrawn
 * @param signature the actor's signature; null for an unsigned one
 */
public record Decision(
        String id,
        Kind kind,
        String actor,
        String reason,
        Named named,
        @Nullable Long validForMillis,
        @Nullable Signature signature) {

    /**
     * An SSH signature ({@code PROTOCOL.sshsig} of OpenSSH) over the {@link SignedText} of a decision.
     *
     * @param at when it was signed, by the actor's clock; part of what is signed
     * @param armored the signature, as {@code ssh-keygen -Y sign} writes it
     */
    public record Signature(Instant at, String armored) {}

    /** What may be decided. */
    public enum Kind {
        /** The change may be applied. */
        APPROVE,
        /** The change must not be applied. */
        REJECT,
        /** A version whose canary failed is put on trial again. */
        RETRY,
        /** A plan that failed is made again now. */
        REPLAN,
        /** A canary is rehearsed: the version that runs is put on trial against itself. */
        REHEARSE,
        /** A commit is released without its trial; also before it is there. */
        RELEASE,
        /** The canary goes on. */
        PROMOTE,
        /** The canary, or the release, goes back. */
        ABORT,
        /** Nothing of the target moves forward. */
        PAUSE,
        /** What was paused goes on; takes the place of the pause in the table. */
        RESUME,
        /** The target stays at a commit. */
        PIN,
        /** The target returns to a commit and stays there; takes the place of a pin in the table. */
        ROLLBACK,
        /** The target follows Git again; takes the place of the pin in the table. */
        UNPIN,
        UNKNOWN;

        /** The key of such a decision about a target; not of approvals and rejections, which have one per actor. */
        public String key(String target) {
            return target + "#" + slot().verb();
        }

        /** The kind in whose place it is in the table. */
        private Kind slot() {
            return switch (this) {
                case RESUME -> PAUSE;
                case ROLLBACK, UNPIN -> PIN;
                case APPROVE, REJECT, RETRY, REPLAN, REHEARSE, RELEASE, PROMOTE, ABORT, PAUSE, PIN, UNKNOWN -> this;
            };
        }

        /** Whether it stays in force once it is honoured: until its time, or until another one ends it. */
        public boolean lasts() {
            return switch (this) {
                case PAUSE, PIN, ROLLBACK -> true;
                case APPROVE, REJECT, RETRY, REPLAN, REHEARSE, RELEASE, PROMOTE, ABORT, RESUME, UNPIN, UNKNOWN -> false;
            };
        }

        /** Whether it ends what another one keeps in force. */
        public boolean ends() {
            return this == RESUME || this == UNPIN;
        }

        /**
         * Where the table of {@link #answers} has the answer that is in force, for a kind that lasts and for the one that ends it.
         *
         * @throws IllegalArgumentException of any other kind
         */
        public String inForceKey(String target) {
            if (!lasts() && !ends()) {
                throw new IllegalArgumentException(verb() + " does not last");
            }
            return target + (slot() == PIN ? "#pinned" : "#paused");
        }

        /** Whether it is about a change as a whole; each actor has one of them per target. */
        public boolean aboutChange() {
            return this == APPROVE || this == REJECT;
        }

        /** The command by which people decide so. */
        public String verb() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The table in which it is answered. */
        public Topic answers() {
            return switch (this) {
                case APPROVE, REJECT, REPLAN, REHEARSE, RELEASE, PIN, ROLLBACK, UNPIN -> Topic.PLANNER_ANSWER;
                case RETRY, PROMOTE, ABORT, PAUSE, RESUME, UNKNOWN -> Topic.APPLIER_ANSWER;
            };
        }
    }

    /** Who decided, and why where that was said, e.g. {@code ada (incident 7)}. */
    public String by() {
        return actor + (reason.isBlank() ? "" : " (" + reason + ")");
    }

    /** The same with a signature. */
    public Decision signed(Signature by) {
        return new Decision(id, kind, actor, reason, named, validForMillis, by);
    }

    /** What comes before the actor in the keys of approvals and rejections. */
    private static final String APPROVAL = "#approval/";

    /** The key of this decision about a target. */
    public String key(String target) {
        return kind.aboutChange() ? approvalKey(target, actor) : kind.key(target);
    }

    /** The key of an actor's approval or rejection. */
    public static String approvalKey(String target, String actor) {
        return target + APPROVAL + actor;
    }

    /** Whether a key is that of an approval or rejection. */
    public static boolean isApprovalKey(String key) {
        return Topic.subject(key).length() < key.length()
                && key.startsWith(APPROVAL, Topic.subject(key).length());
    }

    /**
     * What a decision is about; each kind names its own part.
     *
     * @param changeDigest the change, for approve and reject; null otherwise
     * @param deploymentId the deployment, for promote, abort and retry; null otherwise
     * @param step the step of its canary that a promote ends, from 0; -1 for what is before the first; null for the deployment as a whole: a promote then asks
     *     for no further verdict
     * @param commit the commit, or its first digits, for pin, rollback, a rehearsal, whose version it is, a replan, and a release
     *     without a trial, which may come before it; null otherwise
     * @param pastBarrier whether a pin or rollback may pass hooks that are barriers; null where it may not
     * @param withSecrets whether a pin or rollback takes the Secrets of the commit, too; null where they stay as Git has them
     * @param hard whether a pause also holds what goes back; null where it does not
     */
    public record Named(
            @Nullable String changeDigest,
            @Nullable String deploymentId,
            @Nullable Integer step,
            @Nullable String commit,
            @Nullable Boolean pastBarrier,
            @Nullable Boolean withSecrets,
            @Nullable Boolean hard) {

        /** In place of a step: the canary waits for approval before its first one. */
        public static final int BEFORE_THE_FIRST = -1;

        /** The target as it is. */
        public static final Named NOTHING = new Named(null, null, null, null);

        /** Everything, and what goes back as well. */
        public static final Named EVERYTHING = new Named(null, null, null, null, null, null, true);

        /** What passes no barrier, takes no Secret back, and is not hard. */
        public Named(
                @Nullable String changeDigest,
                @Nullable String deploymentId,
                @Nullable Integer step,
                @Nullable String commit) {
            this(changeDigest, deploymentId, step, commit, null, null, null);
        }

        /** A commit. */
        public static Named commit(String commit) {
            return new Named(null, null, null, commit);
        }

        /** The same, whatever barriers are between. */
        public Named pastBarriers() {
            return new Named(changeDigest, deploymentId, step, commit, true, withSecrets, hard);
        }

        /** The same, with the Secrets of the commit. */
        public Named withItsSecrets() {
            return new Named(changeDigest, deploymentId, step, commit, pastBarrier, true, hard);
        }

        /** Whether it passes barriers. */
        public boolean passesBarriers() {
            return Boolean.TRUE.equals(pastBarrier);
        }

        /** Whether it takes the Secrets of the commit, too. */
        public boolean takesSecrets() {
            return Boolean.TRUE.equals(withSecrets);
        }

        /** Whether it also holds what goes back. */
        public boolean holdsEverything() {
            return Boolean.TRUE.equals(hard);
        }

        /** A change. */
        public static Named change(String digest) {
            return new Named(digest, null, null, null);
        }

        /** A deployment as a whole. */
        public static Named deployment(String id) {
            return new Named(null, id, null, null);
        }

        /** The start of a deployment's canary, which asks for it. */
        public static Named start(String deploymentId) {
            return step(deploymentId, BEFORE_THE_FIRST);
        }

        /** A step of a deployment, from 0. */
        public static Named step(String deploymentId, int step) {
            return new Named(null, deploymentId, step, null);
        }
    }
}
