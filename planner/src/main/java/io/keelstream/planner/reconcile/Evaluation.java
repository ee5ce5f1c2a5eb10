package io.keelstream.planner.reconcile;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.planner.rollback.Pin;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of one evaluation.
 *
 * @param publish the plan to publish where it says something new; null without
 * @param withdraw whether the published plan goes
 * @param again when to evaluate again without being woken; null when only a change matters
 */
record Evaluation(
        @Nullable Plan publish, boolean withdraw, @Nullable Instant again) {

    /** Nothing to say until something changes. */
    static final Evaluation NOTHING = new Evaluation(null, false, null);

    /** The published plan goes. */
    static final Evaluation WITHDRAW = new Evaluation(null, true, null);

    static Evaluation later(Instant again) {
        return new Evaluation(null, false, again);
    }

    static Evaluation of(Plan plan, @Nullable Instant again) {
        return new Evaluation(plan, false, again);
    }

    /** The same for a target that is pinned: its plan says so, and the pin may end by itself; null where it follows Git. */
    Evaluation pinned(@Nullable Pin pin) {
        return pin == null
                ? this
                : new Evaluation(publish == null ? null : publish.pinnedTo(pin.commit()), withdraw, again)
                        .before(pin.end());
    }

    /**
     * What is to be published of it: where nothing is new but that the target is pinned, or is not any more, the published plan says
     * that.
     *
     * @param pin null where the target follows Git
     * @param published the published plan; null without
     */
    Evaluation orPinned(@Nullable Pin pin, @Nullable Plan published) {
        String commit = pin == null ? null : pin.commit();
        return publish != null
                        || withdraw
                        || published == null
                        || Objects.equals(commit, published.bundle().pinned())
                ? this
                : of(published.pinnedTo(commit), again);
    }

    /** The same, where its plan may run, with what lets it through. */
    Evaluation letThroughBy(Evidence evidence) {
        return publish == null || publish.state() != Plan.State.READY
                ? this
                : new Evaluation(publish.letThroughBy(publish.evidence().and(evidence)), withdraw, again);
    }

    /** The same, to be looked at by then at the latest. */
    Evaluation before(@Nullable Instant other) {
        boolean sooner = other != null && (again == null || other.isBefore(again));
        return sooner ? new Evaluation(publish, withdraw, other) : this;
    }
}
