package io.keelstream.messaging.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A work queue by key on virtual threads. Waking a key asks for one run of it soon: wake-ups that queue up are one, a
 * wake-up during a run is one more run, and a key never runs twice at the same time. A run that throws is repeated with
 * growing pauses (0.2 s doubling to 30 s); nothing is lost. Thread-safe; no method but {@link #close} waits.
 */
public final class KeyedWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyedWork.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int LONGEST_PAUSE_DOUBLINGS = 7;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** One run for one key. */
    @FunctionalInterface
    public interface Run {
        /** Does what the key needs now; an interrupt asks to end at once. */
        void run(String key) throws Exception;
    }

    private record Alarm(Instant at, String key) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    private final String name;
    private final int concurrency;
    private final Clock clock;
    private final Run run;

    private final Object lock = new Object();
    private final Queue<String> queue = new ArrayDeque<>();
    private final Set<String> queued = new HashSet<>();
    private final Map<String, Thread> running = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final Set<Alarm> alarmed = new HashSet<>();
    private @Nullable Thread alarmThread;
    private boolean closed;

    /**
     * @param name for thread names and logs
     * @param concurrency how many keys run at the same time; positive
     * @param clock what {@link #wakeAt} is measured against
     * @param run the work
     */
    public KeyedWork(String name, int concurrency, Clock clock, Run run) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency of " + name + " must be positive, not " + concurrency);
        }
        this.name = name;
        this.concurrency = concurrency;
        this.clock = clock;
        this.run = run;
    }

    /** Asks for a run of the key; ignored after {@link #close}. */
    public void wake(String key) {
        synchronized (lock) {
            if (!closed && queued.add(key)) {
                queue.add(key);
                startWhatMay();
            }
        }
    }

    /** Asks for a run of the key at a time, in addition to whatever else was asked; a time that has passed is now. */
    public void wakeAt(String key, Instant at) {
        synchronized (lock) {
            Alarm alarm = new Alarm(at, key);
            if (closed || !alarmed.add(alarm)) {
                return;
            }
            alarms.add(alarm);
            if (alarmThread == null) {
                alarmThread = Thread.ofVirtual().name(name + "-alarms").start(this::ring);
            }
            lock.notifyAll();
        }
    }

    /** Keys that run or wait for a run now; alarms do not count. */
    public int pending() {
        synchronized (lock) {
            Set<String> keys = new HashSet<>(queued);
            keys.addAll(running.keySet());
            return keys.size();
        }
    }

    /** Drops what waits, interrupts what runs and returns when it has ended, after five seconds at the latest. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            queue.clear();
            queued.clear();
            alarms.clear();
            running.values().forEach(Thread::interrupt);
            lock.notifyAll();
            awaitEndOfRuns();
        }
    }

    private void awaitEndOfRuns() {
        long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
        boolean interrupted = false;
        boolean ownRun = running.containsValue(Thread.currentThread());
        while (running.size() > (ownRun ? 1 : 0)) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                LOG.atWarn()
                        .addKeyValue("work", name)
                        .addKeyValue("keys", running.keySet())
                        .log("Work does not end although it was interrupted; leaving it behind");
                break;
            }
            try {
                lock.wait(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts queued keys that do not run, as many as there is room for. Holds the lock. */
    private void startWhatMay() {
        for (int left = queue.size(); left > 0 && running.size() < concurrency; left--) {
            String key = queue.remove();
            if (running.containsKey(key)) {
                queue.add(key);
                continue;
            }
            queued.remove(key);
            Thread thread = Thread.ofVirtual().name(name + "-" + key).unstarted(() -> runOnce(key));
            running.put(key, thread);
            thread.start();
        }
    }

    private void runOnce(String key) {
        boolean failed = false;
        try {
            run.run(key);
        } catch (InterruptedException e) {
            failed = true;
        } catch (Exception | StackOverflowError | AssertionError e) {
            failed = true;
            logUnlessClosed(key, e);
        } finally {
            ended(key, failed);
        }
    }

    private void logUnlessClosed(String key, Throwable thrown) {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        LOG.atWarn()
                .addKeyValue("work", name)
                .addKeyValue("target", key)
                .setCause(thrown)
                .log("A run failed unexpectedly and will be repeated");
    }

    private void ended(String key, boolean failed) {
        synchronized (lock) {
            running.remove(key);
            if (failed && !closed) {
                int count = failures.merge(key, 1, Integer::sum);
                long pause = FIRST_PAUSE.toMillis() << Math.min(count - 1, LONGEST_PAUSE_DOUBLINGS);
                wakeAt(key, clock.instant().plusMillis(pause));
            } else {
                failures.remove(key);
            }
            if (!closed) {
                startWhatMay();
            }
            lock.notifyAll();
        }
    }

    private void ring() {
        synchronized (lock) {
            try {
                while (!closed) {
                    Alarm next = alarms.peek();
                    if (next == null) {
                        alarmThread = null;
                        return;
                    }
                    Instant now = clock.instant();
                    if (now.isBefore(next.at())) {
                        lock.wait(Math.max(1, Duration.between(now, next.at()).toMillis()));
                    } else {
                        alarms.remove();
                        alarmed.remove(next);
                        wake(next.key());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
