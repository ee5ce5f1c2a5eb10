package io.keelstream.gitwatcher.webhook;

import io.keelstream.contracts.retry.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reports woken refs to their owners, on a thread of its own, so that no delivery waits for the broker. What the broker does
 * not take is sent again after a back-off. Thread-safe.
 */
final class WakeSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WakeSender.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Backoff BACKOFF = Backoff.ofMillis(100, 10_000);

    /** Reaches the owner of a ref, whichever instance that is. */
    @FunctionalInterface
    interface Owner {
        void wake(String ref, Provider provider);
    }

    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Pace pace = new Pace(INTERVAL);
    private @Nullable Thread thread;
    private boolean closed;
    private int failures;

    WakeSender(Owner owner) {
        this.owner = owner;
    }

    void start() {
        lock.lock();
        try {
            closed = false;
            thread = Thread.ofVirtual().name("webhook-wakes").start(this::run);
        } finally {
            lock.unlock();
        }
    }

    /** A ref is to be looked at; returns at once. */
    void wake(String ref, Provider provider) {
        lock.lock();
        try {
            pace.add(ref, provider);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            closed = true;
            running = thread;
            thread = null;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            boolean _ = running.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                for (Map.Entry<String, Provider> due : next().entrySet()) {
                    send(due.getKey(), due.getValue());
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("Webhooks are no longer reported here");
        }
    }

    /** Waits for what is due. */
    private Map<String, Provider> next() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new InterruptedException();
                }
                Map<String, Provider> due = pace.take(System.nanoTime());
                if (!due.isEmpty()) {
                    return due;
                }
                long wait = pace.nanosUntilDue(System.nanoTime());
                if (wait < 0) {
                    changed.await();
                } else {
                    boolean _ = changed.await(Math.max(1, wait), TimeUnit.NANOSECONDS);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(String ref, Provider provider) throws InterruptedException {
        try {
            owner.wake(ref, provider);
            failures = 0;
        } catch (Throwable e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            failures++;
            LOG.atLevel(failures == 1 ? Level.ERROR : Level.DEBUG)
                    .addKeyValue("ref", ref)
                    .setCause(e)
                    .log("A webhook cannot be reported to the owner of its ref; it is retried, and the ref is polled");
            wake(ref, provider);
            Thread.sleep(BACKOFF.after(failures));
        }
    }
}
