package io.keelstream.planner.plan;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a new plan says anything that the published one does not. Pure. */
public final class Publication {

    private Publication() {}

    /**
     * Whether to publish.
     *
     * @param published the target's published plan; null without
     * @param next what planning gave now
     * @param appliedBundle the bundle that the inventory says is applied completely; null without
     */
    public static boolean needed(@Nullable Plan published, Plan next, @Nullable String appliedBundle) {
        if (!pinned(published).equals(pinned(next))) {
            return true;
        }
        if (next.state() == State.UNCHANGED) {
            return unchangedIsNews(published, next, appliedBundle);
        }
        return published == null || !same(published, next);
    }

    /** To what it is pinned, and by whom: others wait for the end of a pin, also where nothing is held back by it. */
    private static List<@Nullable String> pinned(@Nullable Plan plan) {
        List<@Nullable String> said = new ArrayList<>();
        said.add(plan == null ? null : plan.bundle().pinned());
        if (plan != null) {
            plan.warnings().stream()
                    .filter(Reason.PINNED::is)
                    .map(Problem::message)
                    .forEach(said::add);
        }
        return said;
    }

    private static boolean unchangedIsNews(@Nullable Plan published, Plan next, @Nullable String appliedBundle) {
        boolean settled = next.bundleDigest().equals(appliedBundle);
        if (published == null) {
            return next.removal() || !settled;
        }
        boolean sameRecord =
                published.origin().forDesired().equals(next.origin().forDesired())
                        && published.bundleDigest().equals(next.bundleDigest());
        return switch (published.state()) {
            case UNCHANGED -> !sameRecord;
            case READY ->
                !sameRecord
                        || published.rehearses()
                        || (next.removal() && !published.removal())
                        || (!settled && !next.removal() && published.inventorySequence() != next.inventorySequence());
            case AWAITING_APPROVAL, AWAITING_WINDOW, AWAITING_DEPENDENCY, BLOCKED, FAILED, UNKNOWN -> true;
        };
    }

    private static boolean same(Plan published, Plan next) {
        return published.id().equals(next.id())
                && published.state() == next.state()
                && published.changeDigest().equals(next.changeDigest())
                && published.held().equals(next.held())
                && published.problems().equals(next.problems())
                && published.warnings().equals(next.warnings());
    }
}
