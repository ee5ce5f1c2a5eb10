package io.keelstream.messaging.partition;

import io.keelstream.contracts.retry.Backoff;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The partitions that have to be taken again after a failure, and when. Monotonic clock. Not thread-safe. */
final class Retries {

    private static final Backoff BACKOFF = Backoff.ofMillis(100, 6_400);

    /** When each is due. */
    private final Map<Integer, Long> due = new HashMap<>();

    /** Failures since the partition was last worked on. */
    private final Map<Integer, Integer> failures = new HashMap<>();

    /** One more failure: the partition is due after a back-off. */
    void failed(int number) {
        int count = failures.merge(number, 1, Integer::sum);
        due.put(number, System.nanoTime() + BACKOFF.after(count).toNanos());
    }

    /** The partitions that are due now. */
    List<Integer> due() {
        long now = System.nanoTime();
        return due.entrySet().stream()
                .filter(each -> now - each.getValue() >= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** It is taken again, or no longer this member's. */
    void remove(int number) {
        due.remove(number);
    }

    /** It is worked on: the next failure is a first one. */
    void succeeded(int number) {
        failures.remove(number);
    }

    /** All that wait. */
    Set<Integer> pending() {
        return Set.copyOf(due.keySet());
    }
}
