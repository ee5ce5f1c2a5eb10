package io.keelstream.kubernetes.hook;

import io.keelstream.kubernetes.object.ObjectReference;

/** Names of the objects that run hooks. Pure. */
public final class RunName {

    /** The pods of a Job have its name in a label, which has 63 letters at most. */
    private static final int LONGEST = 54;

    private RunName() {}

    /**
     * The hook's object under a name of its own.
     *
     * @param hook the hook as Git names it
     * @param suffix what tells runs apart; at most eight letters
     */
    public static ObjectReference of(ObjectReference hook, String suffix) {
        String base = hook.name().substring(0, Math.min(LONGEST, hook.name().length()));
        return new ObjectReference(
                hook.group(), hook.kind(), hook.namespace(), base.replaceAll("[-.]+$", "") + "-" + suffix);
    }
}
