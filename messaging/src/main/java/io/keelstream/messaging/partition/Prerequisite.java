package io.keelstream.messaging.partition;

import java.util.Optional;

/**
 * Something that a service needs besides its own partitions, e.g. a table that it reads whole. No partition is worked on
 * before every prerequisite is complete; while one is not current, whoever decides by it waits, and one
 * that is stuck makes the process ask for a restart. Implementations are thread-safe.
 */
public interface Prerequisite extends AutoCloseable {

    /** Begins; returns at once. The broker answers. */
    void start();

    /** Whether it has been complete since {@link #start}. */
    boolean complete();

    /** Whether decisions may rest on it now. */
    boolean current();

    /** Whether a restart may help: it is not current any more, though Kafka answers. */
    boolean stuck();

    /** Why decisions must wait; empty when they need not. */
    Optional<String> problem();

    /** Ends; idempotent. May be started again. */
    @Override
    void close();
}
