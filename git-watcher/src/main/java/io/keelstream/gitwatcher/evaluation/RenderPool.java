package io.keelstream.gitwatcher.evaluation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that render, shared fairly: every repository has a lane. The next task is of the lane with the fewest running
 * ones, and among equals of the one that waits longest. No lane takes the last thread, so a repository whose renders are slow
 * never keeps another one waiting. Thread-safe.
 */
public final class RenderPool implements AutoCloseable {

    private final int most;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private long starts;
    private boolean closed;

    /** A pool of this many threads, at least two. */
    public RenderPool(int size) {
        if (size < 2) {
            throw new IllegalArgumentException("a thread for one lane and another one for the others");
        }
        this.most = size - 1;
        Thread.Builder builder = Thread.ofPlatform().daemon().name("render-", 0);
        for (int i = 0; i < size; i++) {
            threads.add(builder.start(this::run));
        }
    }

    /** The tasks of one repository; kept only while it has some. */
    private static final class Lane {
        final Deque<FutureTask<?>> waiting = new ArrayDeque<>();
        int running;
        long lastStart;
    }

    private record Taken(Lane lane, FutureTask<?> task) {}

    /**
     * Runs a task on one of the threads.
     *
     * @param name the lane's name
     */
    public <T> Future<T> submit(String name, Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        lock.lock();
        try {
            if (closed) {
                future.cancel(false);
                return future;
            }
            lanes.computeIfAbsent(name, absent -> new Lane()).waiting.add(future);
            changed.signalAll();
            return future;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts what runs, and cancels what waits. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            lanes.values().forEach(lane -> lane.waiting.forEach(each -> each.cancel(false)));
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing that a task throws ends a thread: the future has it. */
    private void run() {
        while (true) {
            try {
                Taken taken = take();
                if (taken == null) {
                    return;
                }
                try {
                    taken.task().run();
                } finally {
                    done(taken);
                }
            } catch (Throwable e) {
                // an interrupt of a task that was cancelled while it ended, or of close, which take sees; or no memory
                // left
                Thread.interrupted();
            }
        }
    }

    /** The next task; null when the pool is closed. */
    private @Nullable Taken take() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Lane lane = next();
                if (lane != null) {
                    FutureTask<?> task = lane.waiting.remove();
                    lane.running++;
                    lane.lastStart = ++starts;
                    return new Taken(lane, task);
                }
                changed.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Lane next() {
        return lanes.values().stream()
                .filter(lane -> !lane.waiting.isEmpty() && lane.running < most)
                .min(Comparator.<Lane>comparingInt(lane -> lane.running).thenComparingLong(lane -> lane.lastStart))
                .orElse(null);
    }

    private void done(Taken taken) {
        lock.lock();
        try {
            Thread.interrupted();
            taken.lane().running--;
            lanes.values().removeIf(lane -> lane.running == 0 && lane.waiting.isEmpty());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
