package io.keelstream.contracts.hook;

import java.util.List;

/**
 * How a hook is run, as its annotations say.
 *
 * @param phase when
 * @param weight hooks of one phase run one after another, the lowest weight first, then by kind and name; of {@link HookPhase#SYNC} it is
 *     the wave
 * @param delete when its object is deleted
 * @param interruptible whether a newer revision ends it while it runs
 * @param timeoutMillis how long it may run; milliseconds
 * @param barrier whether no rollback passes it, unless a person says so: what it did is not undone by older objects
 */
public record HookRule(
        HookPhase phase,
        int weight,
        List<DeletePolicy> delete,
        boolean interruptible,
        long timeoutMillis,
        boolean barrier) {

    public HookRule {
        delete = List.copyOf(delete);
    }

    /** One that a rollback passes. */
    public HookRule(HookPhase phase, int weight, List<DeletePolicy> delete, boolean interruptible, long timeoutMillis) {
        this(phase, weight, delete, interruptible, timeoutMillis, false);
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
