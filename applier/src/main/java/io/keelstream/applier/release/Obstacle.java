package io.keelstream.applier.release;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands in the way of a step, as it is noted. Stateless. */
final class Obstacle {

    private Obstacle() {}

    /** Whether both say the same of the same object, in whatever words; what a deletion waits for is in the words. */
    static boolean same(@Nullable Problem one, @Nullable Problem other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.reason().equals(other.reason())
                && Objects.equals(one.where(), other.where())
                && (!Reason.OBJECT_TERMINATING.is(one) || one.message().equals(other.message()));
    }
}
