package io.keelstream.messaging.partition;

import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.event.Received;
import org.jspecify.annotations.Nullable;

/** What a tenure keeps of one topic. */
interface TopicRecords {

    /** Whether its records are of this type. */
    boolean holds(Class<? extends Record> other);

    /**
     * Enters what came from the broker.
     *
     * @param decoded what the record says
     * @param offset its offset
     * @return whether anything changed: false for the echo of an own write, and for a record whose key does not count
     */
    boolean consume(Decoded decoded, long offset);

    /** Notes the offset of an own write, before its commit. */
    void sent(long offset);

    /** Enters an own write that has been committed at an offset; null removes the key. */
    void committed(String key, @Nullable Received<? extends Record> written, long offset);
}
