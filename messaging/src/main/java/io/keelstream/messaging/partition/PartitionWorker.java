package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;

/**
 * What a service does with one partition it owns. Made when the partition's tables are complete, closed when the partition
 * is lost or the service stops. The engine calls it from one thread, which also polls Kafka: no method but {@link #close}
 * may wait for anything.
 */
public interface PartitionWorker extends AutoCloseable {

    /** All tables of the partition are complete: evaluate every target once. Must return at once: wake keys, work elsewhere. */
    void loaded();

    /**
     * A record of another writer arrived and the table holds it already. Only a hint: several may be one, and own writes
     * give none. Must return at once.
     *
     * @param topic the table
     * @param key what the record is about ({@link Topic#subject} of its key): a target, a ref, or a cluster
     */
    void changed(Topic topic, String key);

    /**
     * The partition is lost or the service stops: interrupt the work and return when it has ended, within a few seconds.
     * Writes that are attempted later fail.
     */
    @Override
    void close();
}
