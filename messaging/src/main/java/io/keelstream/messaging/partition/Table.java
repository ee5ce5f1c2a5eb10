package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** What the keys are about: targets, refs or clusters, each once ({@link Topic#subject}). */
    default Set<String> subjects() {
        return keys().stream().map(Topic::subject).collect(Collectors.toUnmodifiableSet());
    }

    /** Every entry. */
    Collection<Entry<T>> entries();
}
