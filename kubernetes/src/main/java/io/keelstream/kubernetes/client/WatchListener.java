package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/**
 * Hears of objects, on one thread per watch. Every relist (the first, and those after 410 or a long silence) is one call
 * of {@link #listed} with all objects that exist then; what was known before and is not in it is gone.
 */
public interface WatchListener {

    /** All objects at one moment, with the list's resourceVersion. */
    void listed(List<Manifest> objects, String resourceVersion);

    /** Added or modified. */
    void changed(Manifest object);

    /** Deleted; the object's last state. */
    void deleted(Manifest object);

    /** The server does not let us list or watch, so what there is now is not known. It is asked again until it does. */
    default void refused(ApiError error) {}
}
