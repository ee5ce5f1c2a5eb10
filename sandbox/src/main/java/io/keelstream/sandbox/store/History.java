package io.keelstream.sandbox.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The latest changes, bounded in number and bytes, so that a watch can go on where another ended. Not thread-safe: the
 * store's lock guards it.
 */
final class History {

    private static final int MOST_CHANGES = 10_000;
    private static final long MOST_BYTES = 32L << 20;

    private final Deque<Change> changes = new ArrayDeque<>();
    private long bytes;
    private long complete;

    /** Creates an empty history that knows everything that happens after the revision. */
    History(long revision) {
        this.complete = revision;
    }

    void add(Change change) {
        changes.addLast(change);
        bytes += change.size();
        while (changes.size() > MOST_CHANGES || bytes > MOST_BYTES) {
            Change oldest = changes.removeFirst();
            bytes -= oldest.size();
            complete = oldest.revision();
        }
    }

    void forget(long revision) {
        changes.clear();
        bytes = 0;
        complete = revision;
    }

    /** The oldest revision from which a watch can go on. */
    long complete() {
        return complete;
    }

    List<Change> after(long revision, Interest interest) {
        List<Change> result = new ArrayList<>();
        for (Change change : (Iterable<Change>) changes::descendingIterator) {
            if (change.revision() <= revision) {
                break;
            }
            if (interest.concerns(change)) {
                result.add(change);
            }
        }
        return result.reversed();
    }
}
