package io.keelstream.sandbox.control;

import io.keelstream.sandbox.store.ObjectKey;
import java.time.Duration;

/** Where a controller asks for a look at an object; asking twice before the look happens is asking once. */
public interface Requests {

    /** As soon as possible. */
    void add(ObjectKey key);

    /** After some time. */
    void addAfter(ObjectKey key, Duration delay);
}
