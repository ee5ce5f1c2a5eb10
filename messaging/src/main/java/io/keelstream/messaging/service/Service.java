package io.keelstream.messaging.service;

import java.time.Duration;
import java.util.List;

/** One of Keelstream's services as whoever runs it sees it. Implementations are thread-safe. */
public interface Service {

    /** Its name: its consumer group, and the writer of its topics. */
    String name();

    /**
     * Joins the group; returns before anything is loaded.
     *
     * @throws StartRefusedException when Kafka is not set up as needed
     */
    void start();

    /** Leaves the group and ends within the limit; idempotent. */
    void stop(Duration limit);

    /** Whether every partition that this process was given is loaded and worked on. */
    boolean ready();

    /**
     * Whether this process works on every partition there is. A member that has just joined, or that waits for the
     * partitions of one that crashed, has none and is {@link #ready}; where no other process runs the service, nothing is
     * deployed until it has all.
     */
    boolean ownsAll();

    /** Whether the process can still do its work; false asks for a restart. */
    boolean live();

    /** Why it is not ready or not live, one line each; empty when all is well. */
    List<String> problems();
}
