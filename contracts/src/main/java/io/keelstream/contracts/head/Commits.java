package io.keelstream.contracts.head;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a ref that were seen last, with their numbers. Numbers have no gaps: the commit after number 7 is number 8, whether
 * it was processed or skipped, because a newer one was there already. A commit that a ref comes back to gets another number, and the
 * higher one counts. At most {@value #KEPT} are kept, which are 43 kB of JSON.
 *
 * @param newest number of the first one; 0 while none was seen
 * @param ids all their hexadecimal digits, newest first
 */
public record Commits(long newest, List<String> ids) {

    /** How many are kept. */
    public static final int KEPT = 1_000;

    /** Before the first commit, and in records of versions that do not number commits. */
    public static final Commits NONE = new Commits(0, List.of());

    public Commits {
        ids = List.copyOf(ids);
    }

    /**
     * The same after more commits were seen.
     *
     * @param later oldest first; the last is where the ref is now. Those before it that are numbered already are passed over
     */
    public Commits followedBy(List<String> later) {
        List<String> all = new ArrayList<>(ids.reversed());
        long number = newest;
        for (int i = 0; i < later.size(); i++) {
            String commit = later.get(i);
            boolean head = i == later.size() - 1;
            boolean known = head ? !all.isEmpty() && all.getLast().equals(commit) : all.contains(commit);
            if (!known) {
                all.add(commit);
                number++;
            }
        }
        List<String> kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
        return number == newest ? this : new Commits(number, kept.reversed());
    }

    /** The number of a commit, by all its digits; null where it is not among those that are kept. */
    public @Nullable Long numberOf(String commit) {
        int at = ids.indexOf(commit);
        return at < 0 ? null : newest - at;
    }

    /** The commits whose digits begin like this, without regard to case; newest first, each once. */
    public List<String> beginning(String digits) {
        return ids.stream()
                .filter(each -> each.regionMatches(true, 0, digits, 0, digits.length()))
                .distinct()
                .toList();
    }
}
