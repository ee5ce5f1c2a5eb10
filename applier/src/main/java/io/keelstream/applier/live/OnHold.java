package io.keelstream.applier.live;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Annotations;
import java.time.Instant;

/** What is said of an object that is on hold. Pure. */
public final class OnHold {

    private OnHold() {}

    /**
     * The hold as a condition.
     *
     * @param reference the object
     * @param until when the hold ends
     */
    public static Problem problem(String reference, Instant until) {
        return Reason.HELD.problem(
                "is on hold until " + until + "; remove " + Annotations.HOLD_UNTIL + " to continue", reference);
    }
}
