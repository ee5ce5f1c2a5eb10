package io.keelstream.messaging.partition;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest record of every key of a compacted topic. Thread-safe; collections are snapshots. A write of this process is
 * visible as soon as its commit returned.
 *
 * @param <T> the record it holds
 */
public interface Table<T extends Record> {

    /** The entry of a key; null when there is none. */
    @Nullable
    Entry<T> get(String key);

    /** Every key, unreadable ones included. */
    Set<String> keys();

    /** Every entry. */
    Collection<Entry<T>> entries();
}
