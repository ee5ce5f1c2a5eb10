package io.keelstream.planner.reconcile;

import io.keelstream.contracts.retry.Backoff;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long each target has waited for an answer of its cluster, and when it asks again. Thread-safe. */
final class UnreachableBackoff {

    private static final Backoff BACKOFF = Backoff.ofMillis(300, 30_000);

    private record Waiting(Instant since, int times) {}

    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    /**
     * Takes note of one more try without an answer.
     *
     * @param started when the try began
     * @return since when there is none
     */
    Instant failed(String target, Instant started) {
        Waiting next = waiting.merge(
                target, new Waiting(started, 1), (before, first) -> new Waiting(before.since(), before.times() + 1));
        return next.since();
    }

    /** When to ask again. */
    Instant again(String target, Instant now) {
        Waiting state = waiting.getOrDefault(target, new Waiting(now, 1));
        return now.plus(BACKOFF.after(state.times()));
    }

    void answered(String target) {
        waiting.remove(target);
    }
}
