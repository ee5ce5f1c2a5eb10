package io.keelstream.kubernetes.client;

/**
 * Asked right before each attempt of each write and ten times a second while it lasts, so that a process that lost the right
 * to a target while it was paused, waited for its turn or for a slow server does not write any more. Dry-runs keep nothing and
 * are not asked for. Must be thread-safe, fast and must not throw.
 */
@FunctionalInterface
public interface WriteGuard {

    /** Lets everything pass: for tools that own what they touch. */
    WriteGuard OPEN = () -> true;

    /** Whether the caller still owns what it is about to write. */
    boolean mayWrite();
}
