package io.keelstream.planner.survey;

import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects of one watch, by identity. Written by the watch's thread, read by any. */
final class WatchedObjects implements WatchListener {

    private final Predicate<Manifest> filter;
    private final boolean tellsOfChanges;
    private final Runnable onChange;
    private final CountDownLatch listed = new CountDownLatch(1);
    private volatile Map<ObjectReference, Manifest> objects = Map.of();

    /**
     * @param filter what counts
     * @param tellsOfChanges whether every appearance and disappearance is worth another look at the targets; the first list
     *     and every later one are in any case
     * @param onChange asks for that look
     */
    WatchedObjects(Predicate<Manifest> filter, boolean tellsOfChanges, Runnable onChange) {
        this.filter = filter;
        this.tellsOfChanges = tellsOfChanges;
        this.onChange = onChange;
    }

    @Override
    public void listed(List<Manifest> all, String resourceVersion) {
        Map<ObjectReference, Manifest> fresh = new HashMap<>();
        all.stream().filter(filter).forEach(object -> fresh.put(object.reference(), object));
        boolean news = !fresh.keySet().equals(objects.keySet());
        objects = fresh;
        listed.countDown();
        if (news && tellsOfChanges) {
            onChange.run();
        }
    }

    @Override
    public void changed(Manifest object) {
        if (filter.test(object)) {
            replace(object.reference(), object);
        }
    }

    @Override
    public void deleted(Manifest object) {
        if (filter.test(object)) {
            replace(object.reference(), null);
        }
    }

    private void replace(ObjectReference reference, @Nullable Manifest object) {
        Map<ObjectReference, Manifest> fresh = new HashMap<>(objects);
        Manifest before = object == null ? fresh.remove(reference) : fresh.put(reference, object);
        objects = fresh;
        if (tellsOfChanges && (before == null) != (object == null)) {
            onChange.run();
        }
    }

    @Nullable
    Manifest get(ObjectReference reference) {
        return objects.get(reference);
    }

    Collection<Manifest> objects() {
        return objects.values();
    }

    /** Waits for the first list; false when it did not come before the end (of {@link System#nanoTime}). */
    boolean await(long end) throws InterruptedException {
        return listed.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
