package io.keelstream.contracts.hook;

import java.util.List;

/**
 * How a hook is run, as its annotations say.
 *
 * @param phase when
 * @param weight hooks of one phase run one after another, the lowest weight first, then by kind and name
 * @param delete when its object is deleted
 * @param interruptible whether a newer revision ends it while it runs
 * @param timeoutMillis how long it may run; milliseconds
 */
public record HookRule(
        HookPhase phase, int weight, List<DeletePolicy> delete, boolean interruptible, long timeoutMillis) {

    public HookRule {
        delete = List.copyOf(delete);
    }

    /** When the object of a hook is deleted. */
    public enum DeletePolicy {
        /** Before the hook runs the next time. */
        BEFORE_CREATE,
        /** When it succeeded. */
        SUCCEEDED,
        /** When it failed. */
        FAILED,
        UNKNOWN
    }
}
