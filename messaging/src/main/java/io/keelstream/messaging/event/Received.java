package io.keelstream.messaging.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed record, decoded.
 *
 * @param key the record's key
 * @param payload its data
 * @param id {@code ce_id}: the causation id of whatever follows from it
 * @param sequence {@code ce_sequence}: grows by one per record of this topic and key
 * @param time {@code ce_time}
 * @param place where the record is
 * @param traceparent W3C trace context of the hop that wrote it; null without
 * @param <T> the payload's record
 */
public record Received<T extends Record>(
        String key,
        T payload,
        String id,
        long sequence,
        Instant time,
        Place place,
        @Nullable String traceparent) {

    /**
     * Where a record is in its topic.
     *
     * @param partition the partition
     * @param offset its place in the partition
     * @param timestamp the record's timestamp: the broker's clock where the topic says so, as that of decisions does, else the
     *     writer's
     */
    public record Place(int partition, long offset, Instant timestamp) {}

    /** The same record, whose data are read with something that another one says. */
    public Received<T> with(T other) {
        return new Received<>(key, other, id, sequence, time, place, traceparent);
    }

    /** The partition that has it. */
    public int partition() {
        return place.partition();
    }

    /** Its place in the partition. */
    public long offset() {
        return place.offset();
    }

    /** Names the record, not its payload. */
    @Override
    public String toString() {
        return "Received[" + payload.getClass().getSimpleName() + " " + key + " #" + sequence + "]";
    }
}
