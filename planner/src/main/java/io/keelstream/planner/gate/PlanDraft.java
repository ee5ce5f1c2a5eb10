package io.keelstream.planner.gate;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import java.time.Instant;
import java.util.List;

/**
 * What a plan would do, as far as gates ask.
 *
 * @param origin what it does as a whole, and why
 * @param desired what Git says
 * @param applied how many objects are applied now
 * @param idle whether it does nothing
 * @param deletions what would be deleted
 * @param unrecorded what has the target's mark although no record knows it
 * @param now the time
 */
public record PlanDraft(
        Plan.Origin origin,
        Desired desired,
        int applied,
        boolean idle,
        List<InventoryObject> deletions,
        Unrecorded unrecorded,
        Instant now) {

    public PlanDraft {
        deletions = List.copyOf(deletions);
    }

    /** Whether it waits for windows: what puts drift back, or goes back to what was there before, does not. */
    boolean movesForward() {
        return origin.movesForward();
    }

    /** The same, had Git asked for it under the rules that it has now. */
    PlanDraft askedFor(Desired wanted) {
        Plan.Origin asked = new Plan.Origin(
                origin.mode(),
                Plan.Trigger.REVISION,
                origin.forDesired(),
                origin.inventorySequence(),
                origin.attempt(),
                origin.authors());
        return new PlanDraft(asked, wanted, applied, idle, deletions, unrecorded, now);
    }

    /** Whether it is for what Git has now, also where that goes back. */
    public boolean wanted() {
        return origin.trigger().movesForward() && !rehearses();
    }

    /** Whether it is for what Git asks for that was not there before. */
    public boolean asked() {
        return movesForward() && !rehearses();
    }

    /** Whether it begins something that Git asks for, and that people may be asked about. */
    boolean begins() {
        return wanted() && !origin.recovers() && !idle;
    }

    /** Whether a person asked for it, and nothing changes by it. */
    boolean rehearses() {
        return origin.trigger() == Plan.Trigger.REHEARSAL;
    }

    /** Whether the bundle stays: otherwise everything that is there goes, under {@code onRemoval}. */
    public boolean keepsBundle() {
        return origin.mode() == Plan.Mode.APPLY;
    }
}
