package io.keelstream.planner.gate;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a plan waits.
 *
 * @param reason the stable name
 * @param where the object that it is about; null for the plan as a whole
 * @param lift what would lift it, in words that a person can follow
 * @param because the fact behind it
 * @param lookAgain after this time it may have lifted without a record that changes
 */
public record Objection(Reason reason, @Nullable String where, String lift, String because, Duration lookAgain) {

    /** As it is published: what to do, and why. */
    public Problem problem() {
        return reason.problem(lift + "; " + because, where);
    }
}
