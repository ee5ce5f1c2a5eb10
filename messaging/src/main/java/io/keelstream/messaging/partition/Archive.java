package io.keelstream.messaging.partition;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest record of every key of a compacted topic whose records are large and seldom needed: in memory are the keys, and
 * a record is read from the broker when it is asked for. Thread-safe. A write of this process is visible as soon as its commit
 * returned.
 *
 * @param <T> the record it holds
 */
public interface Archive<T extends Record> {

    /** The keys about a subject ({@link io.keelstream.contracts.topic.Topic#subject}), sorted. */
    Set<String> keys(String subject);

    /** The record of a key; null where there is none, and where it cannot be read. Asks the broker. */
    @Nullable
    T read(String key) throws InterruptedException;
}
