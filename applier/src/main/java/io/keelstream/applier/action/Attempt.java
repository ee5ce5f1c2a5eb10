package io.keelstream.applier.action;

import java.time.Instant;

/**
 * How long and how an action may be tried.
 *
 * @param force take fields that other managers own
 * @param deadline no attempt begins later
 * @param wanted whether the release still wants it: false ends every wait at once
 */
public record Attempt(boolean force, Instant deadline, Wanted wanted) {

    /** Asked before each attempt. */
    @FunctionalInterface
    public interface Wanted {

        boolean still();

        /** Waits at most so long, or until the release does not want anything any more. */
        default void pause(long millis) throws InterruptedException {
            Thread.sleep(millis);
        }
    }
}
