package io.keelstream.applier.decision;

import io.keelstream.contracts.decision.InForce;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pause of a target that is in force: nothing of it begins that moves forward, and a running canary keeps its share. A hard one
 * holds what goes back as well. What has begun otherwise goes on. Pure.
 *
 * @param made the decision; null where its record cannot be read
 */
public record Pause(@Nullable InForce made) {

    /** One whose record cannot be read: it stands all the same, and nobody knows that it is hard. */
    public static final Pause UNREADABLE = new Pause(null);

    /** The pause that a decision in force is; null where none is. */
    public static @Nullable Pause of(@Nullable InForce made) {
        return made == null ? null : new Pause(made);
    }

    /** Whether a plan is not begun while it lasts. */
    public boolean holds(Plan plan) {
        return hard() || plan.movesForward();
    }

    /** Whether it holds what goes back as well: corrections of drift, ways back, and that of a canary on trial. */
    public boolean hard() {
        return made != null && made.decision().named().holdsEverything();
    }

    /** When it ends by itself; null where it does not. */
    public @Nullable Instant end() {
        return made == null ? null : made.end();
    }

    /** What people read of it, with what ends it. */
    public Problem problem(TargetName target) {
        String ends = "; keelstream resume " + target + " ends that";
        if (made == null) {
            return Reason.PAUSED.problem(
                    "new releases are paused by a decision that cannot be read" + ends
                            + ", and another pause takes its place",
                    null);
        }
        Instant end = made.end();
        return Reason.PAUSED.problem(
                (hard() ? "every release is paused by " : "new releases are paused by ") + made.by() + " since "
                        + made.since().truncatedTo(ChronoUnit.SECONDS)
                        + (end == null ? "" : " until " + end.truncatedTo(ChronoUnit.SECONDS))
                        + ends,
                null);
    }

    /** Why a canary does not go on. */
    public String why() {
        return (hard() ? "paused hard by " : "paused by ")
                + (made == null ? "a decision that cannot be read" : made.by());
    }
}
