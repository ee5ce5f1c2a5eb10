package io.keelstream.kubernetes.watch;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/**
 * Hears of the objects of our shards. Calls for one kind come one after the other; those for different kinds come from
 * different threads. Every call must return soon. The kind is given beside the object, since metadata alone do not say it.
 */
public interface ShardListener {

    /** All objects of the kind at one moment, with the list's resourceVersion; what is not listed is gone. */
    void listed(GroupKind kind, List<Manifest> objects, String resourceVersion);

    /** An object was added or modified. */
    void changed(GroupKind kind, Manifest object);

    /** An object was deleted; its last state. */
    void deleted(GroupKind kind, Manifest object);

    /** {@link #listed} returned, and {@link ShardWatches#complete} says so. */
    default void completed(GroupKind kind) {}

    /** The server no longer lets us see the kind, and {@link ShardWatches#refusal} says why. Not repeated while it lasts. */
    default void refused(GroupKind kind) {}
}
