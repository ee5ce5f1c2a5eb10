package io.keelstream.gitwatcher.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When refs are woken: the first time at once, and then at most once per interval, for all that came meanwhile. Knows configured
 * refs alone, so it is bounded. Not thread-safe; times are those of the monotonic clock.
 */
final class Pace {

    private final long interval;
    private final Map<String, Provider> waiting = new HashMap<>();
    private final Map<String, Long> woken = new HashMap<>();

    Pace(Duration interval) {
        this.interval = interval.toNanos();
    }

    /** A ref is to be woken. */
    void add(String ref, Provider provider) {
        waiting.put(ref, provider);
    }

    /** What is due, and counts as woken from now on. */
    Map<String, Provider> take(long now) {
        Map<String, Provider> due = new HashMap<>();
        List<String> refs = new ArrayList<>(waiting.keySet());
        for (String ref : refs) {
            if (remaining(ref, now) <= 0) {
                due.put(ref, waiting.remove(ref));
                woken.put(ref, now);
            }
        }
        return due;
    }

    /** How long until something is due; negative where nothing waits. */
    long nanosUntilDue(long now) {
        return waiting.keySet().stream()
                .mapToLong(ref -> Math.max(0, remaining(ref, now)))
                .min()
                .orElse(-1);
    }

    private long remaining(String ref, long now) {
        Long last = woken.get(ref);
        return last == null ? 0 : last + interval - now;
    }
}
