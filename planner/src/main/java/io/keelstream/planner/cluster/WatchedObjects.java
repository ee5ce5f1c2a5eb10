package io.keelstream.planner.cluster;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The objects of one watch, by identity. Written by the watch's thread, read by any. */
final class WatchedObjects implements WatchListener {

    private final Predicate<Manifest> filter;
    private final Predicate<Manifest> relevant;
    private final Runnable onChange;
    private volatile boolean listed;
    private volatile @Nullable ApiError refusal;
    private volatile Map<ObjectReference, Manifest> objects = Map.of();

    /**
     * @param filter what counts
     * @param relevant objects that are worth another look at the targets when they appear, go, or are others under their old
     *     names
     * @param onChange asks for that look
     */
    WatchedObjects(Predicate<Manifest> filter, Predicate<Manifest> relevant, Runnable onChange) {
        this.filter = filter;
        this.relevant = relevant;
        this.onChange = onChange;
    }

    @Override
    public void listed(List<Manifest> all, String resourceVersion) {
        Map<ObjectReference, Manifest> fresh = new HashMap<>();
        all.stream().filter(filter).forEach(object -> fresh.put(object.reference(), object));
        become(fresh);
        refusal = null;
        if (!listed) {
            listed = true;
            onChange.run();
        }
    }

    @Override
    public void refused(ApiError error) {
        refusal = error;
    }

    @Override
    public void changed(Manifest object) {
        if (filter.test(object)) {
            Map<ObjectReference, Manifest> fresh = new HashMap<>(objects);
            fresh.put(object.reference(), object);
            become(fresh);
        }
    }

    @Override
    public void deleted(Manifest object) {
        Map<ObjectReference, Manifest> fresh = new HashMap<>(objects);
        fresh.remove(object.reference());
        become(fresh);
    }

    private void become(Map<ObjectReference, Manifest> fresh) {
        Set<String> before = uids(objects);
        objects = fresh;
        if (!uids(fresh).equals(before)) {
            onChange.run();
        }
    }

    private Set<String> uids(Map<ObjectReference, Manifest> map) {
        return map.values().stream().filter(relevant).map(Manifest::uid).collect(Collectors.toSet());
    }

    @Nullable
    Manifest get(ObjectReference reference) {
        return objects.get(reference);
    }

    Collection<Manifest> objects() {
        return objects.values();
    }

    /**
     * Whether the first list has come.
     *
     * @throws TransientFailure when the server does not let us list
     */
    boolean known() {
        ApiError error = refusal;
        if (!listed && error != null) {
            throw new TransientFailure(error);
        }
        return listed;
    }
}
