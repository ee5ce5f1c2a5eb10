package io.keelstream.sandbox.store;

import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects of a sandbox. Every write is one step: it gets the next revision, is written to the journal, becomes
 * visible, and is delivered to the subscriptions, in this order and under one lock; so revisions, journal, lists and watches
 * agree. Writers say which state they started from and lose when it is not the current one. Thread-safe.
 */
public final class ObjectStore implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Contents contents = new Contents();
    private final Audience audience = new Audience();
    private final History history;
    private final @Nullable Journal journal;
    private long revision;

    /**
     * Opens a store.
     *
     * @param file journal to go on with; null keeps everything in memory alone
     */
    public ObjectStore(@Nullable Path file) {
        if (file == null) {
            journal = null;
        } else {
            journal = Journal.open(file, this::restore);
            journal.startOver(revision, () -> everything().iterator());
        }
        history = new History(revision);
    }

    /** The revision of the latest write. */
    public long revision() {
        return locked(() -> revision);
    }

    /** The object's current state; null when there is none. */
    public @Nullable StoredObject get(ObjectKey key) {
        return contents.get(key);
    }

    /** The objects of a type, in one namespace or (empty) in all. */
    public Listing list(TypeKey type, String namespace) {
        return locked(() -> new Listing(revision, contents.of(type, namespace)));
    }

    /** How many objects of the type there are in all namespaces. */
    public int count(TypeKey type) {
        return contents.count(type);
    }

    /** The objects that name the uid among their owners. */
    public List<StoredObject> ownedBy(String uid) {
        return contents.ownedBy(uid);
    }

    /** Every object of every type. */
    public List<StoredObject> everything() {
        return locked(contents::all);
    }

    /**
     * Stores a state of an object; its {@code metadata.resourceVersion} is set here.
     *
     * @param expected the state that the new one was made from; null to create
     * @throws StaleException where that is not the current state
     */
    public StoredObject put(ObjectKey key, @Nullable StoredObject expected, Map<String, @Nullable Object> tree)
            throws StaleException {
        lock.lock();
        try {
            StoredObject current = get(key);
            if (current != expected) {
                throw new StaleException(key);
            }
            StoredObject next = stamped(key, tree);
            record(new Change(next.revision(), current, next, next));
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes an object.
     *
     * @param tree the object's last words; its resourceVersion is set here
     * @throws StaleException where {@code expected} is not the current state
     */
    public StoredObject remove(StoredObject expected, Map<String, @Nullable Object> tree) throws StaleException {
        lock.lock();
        try {
            StoredObject current = get(expected.key());
            if (current != expected) {
                throw new StaleException(expected.key());
            }
            StoredObject last = stamped(expected.key(), tree);
            record(new Change(last.revision(), current, null, last));
            return last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads changes from a revision on; 410 where the history does not reach back so far or the revision is not known.
     *
     * @param interest what to hear of
     * @param after the revision that the reader has seen; -1 for now
     */
    public Subscription subscribe(Interest interest, long after) {
        return locked(() -> {
            if (after > revision) {
                throw Status.expired("Too large resource version: " + after + ", current: " + revision);
            }
            if (after >= 0 && after < history.complete()) {
                throw Status.expired("too old resource version: " + after + " (" + history.complete() + ")");
            }
            List<Change> missed = after < 0 ? List.of() : history.after(after, interest);
            Subscription subscription = new Subscription(this, interest, missed);
            audience.add(subscription);
            return subscription;
        });
    }

    /** A list and everything that happens after it. */
    public record ListAndWatch(Listing listing, Subscription subscription) {}

    /** Lists the objects of a type and subscribes to what the interest names, in one step. */
    public ListAndWatch listAndSubscribe(TypeKey type, Interest interest) {
        return locked(() -> new ListAndWatch(list(type, interest.namespace()), subscribe(interest, -1)));
    }

    /** Forgets the history: watches cannot go on from before now. */
    public void forgetHistory() {
        lock.lock();
        try {
            history.forget(revision);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            audience.all().forEach(Subscription::end);
            if (journal != null) {
                journal.close();
            }
        } finally {
            lock.unlock();
        }
    }

    void unsubscribe(Subscription subscription) {
        lock.lock();
        try {
            audience.remove(subscription);
        } finally {
            lock.unlock();
        }
    }

    long revisionWhen(BooleanSupplier condition) {
        return locked(() -> condition.getAsBoolean() ? revision : -1L);
    }

    private StoredObject stamped(ObjectKey key, Map<String, @Nullable Object> tree) {
        long next = revision + 1;
        Tree.within(tree, "metadata").put("resourceVersion", Long.toString(next));
        return new StoredObject(key, next, tree);
    }

    private void record(Change change) {
        if (journal != null) {
            journal.append(change);
        }
        revision = change.revision();
        contents.replace(change.key(), change.before(), change.after());
        history.add(change);
        audience.deliver(change);
        if (journal != null && journal.isLong()) {
            journal.startOver(revision, () -> everything().iterator());
        }
    }

    private void restore(Journal.Entry entry) {
        StoredObject current = get(entry.key());
        StoredObject next = entry.object();
        revision = Math.max(revision, entry.revision());
        if (current != null || next != null) {
            contents.replace(entry.key(), current, next);
        }
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }
}
