package io.keelstream.gitwatcher.git;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/** What a commit says of itself, also where it does so in no form that Git would write. Stateless. */
final class CommitDetails {

    private static final int LONGEST = 200;
    private static final String UNKNOWN = "unknown";

    private CommitDetails() {}

    /** Name and address of the author; the line as it is where it cannot be taken apart. */
    static String author(RevCommit commit) {
        PersonIdent author = readable(commit);
        if (author != null) {
            return person(author);
        }
        byte[] raw = commit.getRawBuffer();
        int start = RawParseUtils.author(raw, 0);
        if (start < 0) {
            return UNKNOWN;
        }
        int end = Math.max(start, RawParseUtils.nextLF(raw, start) - 1);
        String line = new String(raw, start, end - start, StandardCharsets.UTF_8).strip();
        return line.isEmpty() ? UNKNOWN : cut(line);
    }

    /** Name and address of the committer; null where that is the author, or cannot be taken apart. */
    static @Nullable String committer(RevCommit commit) {
        try {
            PersonIdent committer = commit.getCommitterIdent();
            String person = committer == null ? null : person(committer);
            return author(commit).equals(person) ? null : person;
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static String person(PersonIdent ident) {
        return cut(ident.getName() + " <" + ident.getEmailAddress() + ">");
    }

    /** The first line of its message. */
    static String message(RevCommit commit) {
        return cut(commit.getShortMessage());
    }

    /** When it was committed; the epoch where it does not say. */
    static Instant time(RevCommit commit) {
        return Instant.ofEpochSecond(commit.getCommitTime());
    }

    private static @Nullable PersonIdent readable(RevCommit commit) {
        try {
            return commit.getAuthorIdent();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
