package io.keelstream.contracts.attention;

import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing of a target that goes on only when a person does something. Cause, subject and beginning make it this one: every event
 * of it has the same.
 *
 * @param cause what kind of thing it is
 * @param about what it is about: the change digest of an approval or a rejection, deployment and step of a hold, the commit of a
 *     block, the target of a pin or a pause
 * @param revision the commit that waits
 * @param message what is waited for, for people
 * @param command what a person runs about it
 * @param since when it began
 * @param said that an event said so of this commit; null as long as it may end by itself
 */
public record Attention(
        Cause cause,
        String about,
        Revision revision,
        String message,
        String command,
        Instant since,
        @Nullable Said said) {

    /** What kinds of things wait for a person. */
    public enum Cause {
        /** A change waits for approval. */
        APPROVAL,
        /** A canary is on hold. */
        HOLD,
        /** What Git wants is not begun, or an earlier commit is applied in its place. */
        BLOCK,
        /** A pin keeps what Git wants back. */
        PIN,
        /** A pause has kept what Git wants back for a day. */
        PAUSE,
        UNKNOWN
    }

    /**
     * What was said of it.
     *
     * @param at when the last event said it
     * @param reminders how many events repeated the first
     */
    public record Said(Instant at, int reminders) {}

    /** Whether it is the same thing, perhaps in other words. */
    public boolean same(Attention other) {
        return cause == other.cause && about.equals(other.about);
    }

    /** The same after an event said it. */
    public Attention said(Instant at) {
        return new Attention(
                cause, about, revision, message, command, since, new Said(at, said == null ? 0 : said.reminders() + 1));
    }

    /** The same in the words of now, since when it was first seen, with what was said of it: of another commit nothing was yet. */
    public Attention continuing(Attention earlier) {
        boolean same = revision.commit().equals(earlier.revision.commit());
        return new Attention(cause, about, revision, message, command, earlier.since, same ? earlier.said : null);
    }
}
