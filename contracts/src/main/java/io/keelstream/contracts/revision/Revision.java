package io.keelstream.contracts.revision;

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
 * @param author name and address as the commit says
 * @param message first line of the commit's message, at most 200 characters
 * @param committedAt the committer's time
 * @param committer name and address of the committer as the commit says; null where that is the author
 */
public record Revision(
        String repository,
        String ref,
        String commit,
        String author,
        String message,
        Instant committedAt,
        @Nullable String committer) {

    /** A commit that its author committed. */
    public Revision(String repository, String ref, String commit, String author, String message, Instant committedAt) {
        this(repository, ref, commit, author, message, committedAt, null);
    }

    /** Who made it: the author, and the committer where that is somebody else. */
    public List<String> people() {
        return Stream.of(author, committer == null ? "" : committer)
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
