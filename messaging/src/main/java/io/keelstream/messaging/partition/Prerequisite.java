package io.keelstream.messaging.partition;

import java.util.Optional;

/**
 * Something that a service needs besides its own partitions, e.g. a table that it reads whole. No partition is worked on
 * before every prerequisite is complete; one that fails later makes the process ask for a restart, and whoever decides by it
 * waits. Implementations are thread-safe.
 */
public interface Prerequisite extends AutoCloseable {

    /** Begins; returns at once. The broker answers. */
    void start();

    /** Whether it has been complete since {@link #start}. */
    boolean complete();

    /** Whether decisions may rest on it now. */
    boolean current();

    /** Why decisions must wait; empty when they need not. */
    Optional<String> problem();

    /** Ends; idempotent. May be started again. */
    @Override
    void close();
}
