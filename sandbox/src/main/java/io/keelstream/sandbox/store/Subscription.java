package io.keelstream.sandbox.store;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A reader of changes, in order, without gaps. One that falls too far behind is ended: better a new watch than an endless
 * queue. One thread reads; the store writes under its lock.
 */
public final class Subscription implements AutoCloseable {

    private static final int MOST_WAITING = 50_000;

    private final ObjectStore store;
    private final Interest interest;
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    private sealed interface Item {}

    private record Delivered(Change change) implements Item {}

    private record End() implements Item {}

    Subscription(ObjectStore store, Interest interest, List<Change> missed) {
        this.store = store;
        this.interest = interest;
        missed.forEach(change -> queue.add(new Delivered(change)));
    }

    /** What it hears of. */
    public Interest interest() {
        return interest;
    }

    void deliver(Change change) {
        if (queue.size() >= MOST_WAITING) {
            end();
        } else {
            queue.add(new Delivered(change));
        }
    }

    /** Ends it: the reader gets what is waiting no more. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            queue.clear();
            queue.add(new End());
        }
    }

    /** Whether it was ended, by the store or a reader. */
    public boolean ended() {
        return ended.get();
    }

    /** The next change; null when none came in time or the subscription ended. */
    public @Nullable Change next(Duration wait) throws InterruptedException {
        if (ended.get()) {
            return null;
        }
        Item item = queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        return item instanceof Delivered(Change change) && !ended.get() ? change : null;
    }

    /** The store's revision if nothing waits to be read, else -1: what a bookmark may say. */
    public long caughtUp() {
        return store.revisionWhen(((Queue<?>) queue)::isEmpty);
    }

    @Override
    public void close() {
        end();
        store.unsubscribe(this);
    }
}
