package io.keelstream.messaging.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A work queue by key on virtual threads. Waking a key asks for one run of it soon: wake-ups that queue up are one, a
 * wake-up during a run is one more run, and a key never runs twice at the same time. A run that throws is repeated after a
 * back-off (0.2 s doubling to 30 s); nothing is lost.
 *
 * <p>A key has at most one alarm, the earliest that was asked for. The start of a run clears it, because the run looks at
 * everything that the alarm was set for; a failed run's back-off is such an alarm too. Alarms that are set while the key
 * runs, by the run itself or by others, outlive that run: the next one clears them. So a run that asks for its successor
 * ({@code wakeAt(key, ...)} as its last step) keeps one chain of runs alive, however often the key is woken besides.
 *
 * <p>Thread-safe; no method but {@link #close} waits.
 */
public final class KeyedWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyedWork.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** A wall clock may jump: alarms are compared with it at least this often. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** One run for one key. */
    @FunctionalInterface
    public interface Run {
        /** Does what the key needs now; an interrupt asks to end at once. */
        void run(String key) throws Exception;
    }

    private final String name;
    private final Clock clock;
    private final Run run;

    private final Object lock = new Object();
    private final KeySchedule schedule;
    private final Map<String, Thread> threads = new HashMap<>();
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
        this.clock = clock;
        this.run = run;
        this.schedule = new KeySchedule(concurrency);
    }

    /** Asks for a run of the key; ignored after {@link #close}. */
    public void wake(String key) {
        synchronized (lock) {
            if (!closed) {
                schedule.wake(key);
                startRuns();
            }
        }
    }

    /**
     * Asks for a run of the key at a time, which a run that starts before makes needless; a time that has passed is now.
     * Ignored after {@link #close}.
     */
    public void wakeAt(String key, Instant at) {
        synchronized (lock) {
            if (!closed) {
                schedule.wakeAt(key, at);
                watchAlarms();
            }
        }
    }

    /** Drops what waits, interrupts what runs and returns when it has ended, after five seconds at the latest. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            schedule.clear();
            threads.values().forEach(Thread::interrupt);
            lock.notifyAll();
            awaitEndOfRuns();
        }
    }

    private void awaitEndOfRuns() {
        long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
        boolean interrupted = false;
        boolean ownRun = threads.containsValue(Thread.currentThread());
        while (threads.size() > (ownRun ? 1 : 0)) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                LOG.atWarn()
                        .addKeyValue("work", name)
                        .addKeyValue("keys", threads.keySet())
                        .log("Runs do not end although they were interrupted; they are abandoned");
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

    /** Starts every run that may start. Holds the lock. */
    private void startRuns() {
        for (String next = schedule.start(); next != null; next = schedule.start()) {
            String key = next;
            Thread thread = Thread.ofVirtual().name(name + "-" + key).unstarted(() -> runOnce(key));
            threads.put(key, thread);
            try {
                thread.start();
            } catch (Throwable e) {
                threads.remove(key);
                schedule.ended(key, true, clock.instant());
                watchAlarms();
                throw e;
            }
        }
    }

    private void runOnce(String key) {
        boolean failed = false;
        try {
            run.run(key);
        } catch (InterruptedException e) {
            failed = true;
        } catch (Throwable e) {
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
                .log("A run failed unexpectedly; it is repeated after a back-off");
    }

    /** A key whose end is not noted would never run again, so whatever is thrown here is tried until it succeeds. */
    private void ended(String key, boolean failed) {
        synchronized (lock) {
            untilDone(() -> noteEnd(key, failed));
            untilDone(this::goOn);
        }
    }

    private void noteEnd(String key, boolean failed) {
        threads.remove(key);
        if (closed) {
            lock.notifyAll();
        } else {
            schedule.ended(key, failed, clock.instant());
        }
    }

    private void goOn() {
        if (!closed) {
            startRuns();
            watchAlarms();
        }
    }

    private void untilDone(Runnable step) {
        while (true) {
            try {
                step.run();
                return;
            } catch (Throwable e) {
                LockSupport.parkNanos(PAUSE.toNanos());
                report(e);
            }
        }
    }

    /** Says what failed, if there is memory for that. */
    private void report(Throwable thrown) {
        try {
            LOG.atError()
                    .addKeyValue("work", name)
                    .setCause(thrown)
                    .log("A work queue failed unexpectedly; it goes on");
        } catch (Throwable e) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Lets the alarm thread look at the earliest alarm again, or starts it. Holds the lock. */
    private void watchAlarms() {
        if (alarmThread != null) {
            lock.notifyAll();
        } else if (schedule.nextAlarm() != null) {
            Thread made = Thread.ofVirtual().name(name + "-alarms").unstarted(this::ring);
            made.start();
            alarmThread = made;
        }
    }

    /** Ends when no alarm is set, whatever is thrown before. */
    private void ring() {
        synchronized (lock) {
            while (!rungAll()) {
                try {
                    lock.wait(PAUSE.toMillis());
                } catch (InterruptedException e) {
                    // nobody interrupts it; closing clears the alarms
                }
            }
            alarmThread = null;
        }
    }

    /** Rings every alarm at its time; false when something was thrown. Holds the lock. */
    private boolean rungAll() {
        try {
            for (Instant next = schedule.nextAlarm(); next != null; next = schedule.nextAlarm()) {
                Instant now = clock.instant();
                if (now.isBefore(next)) {
                    Instant latest = now.plus(LONGEST_WAIT);
                    Instant until = next.isBefore(latest) ? next : latest;
                    lock.wait(Math.max(1, Duration.between(now, until).toMillis()));
                } else {
                    schedule.ring(now);
                    startRuns();
                }
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        } catch (Throwable e) {
            report(e);
            return false;
        }
    }
}
