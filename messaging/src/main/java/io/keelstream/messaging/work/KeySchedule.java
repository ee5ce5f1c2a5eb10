package io.keelstream.messaging.work;

import io.keelstream.contracts.retry.Backoff;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which key runs next and when; the rules of {@link KeyedWork} without its threads. Invariants: a key is queued at most
 * once, runs at most once at a time, and has at most one alarm. Not thread-safe.
 */
final class KeySchedule {

    private static final Backoff BACKOFF = Backoff.ofMillis(200, 30_000);

    private record Alarm(Instant at, String key) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    private final int concurrency;
    private final Set<String> queued = new LinkedHashSet<>();
    private final Set<String> running = new HashSet<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final SortedSet<Alarm> alarms = new TreeSet<>();
    private final Map<String, Alarm> alarmOf = new HashMap<>();

    /** @param concurrency how many keys run at the same time; positive */
    KeySchedule(int concurrency) {
        this.concurrency = concurrency;
    }

    /** Queues a run of the key. */
    void wake(String key) {
        queued.add(key);
    }

    /** Sets the key's alarm, unless an earlier one is set. */
    void wakeAt(String key, Instant at) {
        Alarm set = alarmOf.get(key);
        if (set == null || at.isBefore(set.at())) {
            clearAlarm(key);
            Alarm alarm = new Alarm(at, key);
            alarmOf.put(key, alarm);
            alarms.add(alarm);
        }
    }

    /** Starts the run that has waited longest and may start now: it clears the key's alarm. Null when none may. */
    @Nullable
    String start() {
        if (running.size() >= concurrency) {
            return null;
        }
        for (String key : queued) {
            if (running.add(key)) {
                queued.remove(key);
                clearAlarm(key);
                return key;
            }
        }
        return null;
    }

    /** A run of the key ended; one that failed sets the key's alarm to the end of its back-off. */
    void ended(String key, boolean failed, Instant now) {
        running.remove(key);
        if (failed) {
            int count = failures.merge(key, 1, Integer::sum);
            wakeAt(key, now.plus(BACKOFF.after(count)));
        } else {
            failures.remove(key);
        }
    }

    /** Turns the alarms that are due into queued runs. */
    void ring(Instant now) {
        while (!alarms.isEmpty() && !now.isBefore(alarms.first().at())) {
            String key = alarms.first().key();
            clearAlarm(key);
            wake(key);
        }
    }

    /** When the next alarm is due; null when none is set. */
    @Nullable
    Instant nextAlarm() {
        return alarms.isEmpty() ? null : alarms.first().at();
    }

    /** How many alarms are set; at most one per key. */
    int alarms() {
        return alarms.size();
    }

    /** Forgets what is queued and every alarm; what runs goes on. */
    void clear() {
        queued.clear();
        alarms.clear();
        alarmOf.clear();
    }

    private void clearAlarm(String key) {
        Alarm set = alarmOf.remove(key);
        if (set != null) {
            alarms.remove(set);
        }
    }
}
