package io.keelstream.applier.phase;

import java.time.Duration;

/** Wakes whoever waits for a change of a target. A raise before the wait is not lost. Thread-safe. */
public final class Signal {

    private final Object lock = new Object();
    private long raised;

    /** Something about the target changed. */
    public void raise() {
        synchronized (lock) {
            raised++;
            lock.notifyAll();
        }
    }

    /** How often it was raised: to be read before looking, and given to {@link #await}. */
    public long count() {
        synchronized (lock) {
            return raised;
        }
    }

    /** Waits until it was raised after {@code seen} was read, or the time has passed. */
    public void await(long seen, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        synchronized (lock) {
            while (raised == seen) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return;
                }
                lock.wait(millis);
            }
        }
    }
}
