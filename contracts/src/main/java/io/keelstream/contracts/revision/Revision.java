package io.keelstream.contracts.revision;

import io.keelstream.contracts.event.Inline;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One commit of one ref.
 *
 * @param repository the repository's name in the installation
 * @param ref full ref name, e.g. {@code refs/heads/main}
 * @param commit 40 hexadecimal digits
 * @param description what it says of itself
 * @param number its number among the commits of the ref that were seen, which has no gaps; a later one has a higher number. Null where
 *     the version that wrote the record does not number commits
 */
public record Revision(
        String repository,
        String ref,
        String commit,
        @Inline Description description,
        @Nullable Long number) {

    /** A commit without a number, that its author committed. */
    public Revision(String repository, String ref, String commit, String author, String message, Instant committedAt) {
        this(repository, ref, commit, author, message, committedAt, null);
    }

    /** A commit without a number. */
    public Revision(
            String repository,
            String ref,
            String commit,
            String author,
            String message,
            Instant committedAt,
            @Nullable String committer) {
        this(repository, ref, commit, new Description(author, message, committedAt, committer), null);
    }

    /**
     * What a commit says of itself.
     *
     * @param author name and address as the commit says
     * @param message first line of the commit's message, at most 200 characters
     * @param committedAt the committer's time
     * @param committer name and address of the committer as the commit says; null where that is the author
     */
    public record Description(
            String author,
            String message,
            Instant committedAt,
            @Nullable String committer) {}

    /** The same with its number. */
    public Revision numbered(long other) {
        return new Revision(repository, ref, commit, description, other);
    }

    /** Its number and its digits; null where it has no number. */
    public @Nullable NumberedCommit numberedCommit() {
        return number == null ? null : new NumberedCommit(number, commit);
    }

    /** Whether it is this commit of its ref, or a later one. */
    public boolean isAtOrAfter(NumberedCommit other) {
        return commit.equals(other.commit()) || (number != null && number >= other.number());
    }

    /** Name and address of the author as the commit says. */
    public String author() {
        return description.author();
    }

    /** First line of the commit's message. */
    public String message() {
        return description.message();
    }

    /** The committer's time. */
    public Instant committedAt() {
        return description.committedAt();
    }

    /** Name and address of the committer as the commit says; null where that is the author. */
    public @Nullable String committer() {
        return description.committer();
    }

    /** Who made it: the author, and the committer where that is somebody else. */
    public List<String> people() {
        return Stream.of(author(), committer() == null ? "" : committer())
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
    }

    /** The first twelve digits of the commit: for people. */
    public String shortCommit() {
        return shortened(commit);
    }

    /** The same of any commit. */
    public static String shortened(String commit) {
        return commit.length() <= 12 ? commit : commit.substring(0, 12);
    }
}
