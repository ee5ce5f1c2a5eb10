package io.keelstream.kubernetes.client;

/** A running list+watch loop. Closing ends it at once; no event is delivered after {@code close} returned. */
public interface Watch extends AutoCloseable {

    /** Whether the first list was delivered completely ({@link WatchListener#listed}). */
    boolean synced();

    @Override
    void close();
}
