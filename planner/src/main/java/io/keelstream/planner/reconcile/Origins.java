package io.keelstream.planner.reconcile;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.decision.Approvers;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Mode;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.planner.rollback.Effective;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why and on what a plan is made, as the records of its target say. Pure. */
final class Origins {

    private Origins() {}

    static Plan.Origin of(Inputs inputs, Mode mode, Trigger trigger) {
        List<String> authors = authors(inputs);
        boolean asked = mode == Mode.APPLY && trigger == Trigger.REVISION;
        return new Plan.Origin(
                mode,
                trigger,
                inputs.wanted().identity(),
                inputs.sequence(),
                inputs.attempt(),
                authors,
                asked ? spared(inputs, authors) : null);
    }

    /** What a commit is spared of: because it goes back, or because a person said so. */
    private static Plan.@Nullable Spared spared(Inputs inputs, List<String> authors) {
        Desired desired = inputs.desired();
        Revert revert = inputs.complete() ? null : inputs.history().revertTo(desired.bundleDigest());
        CanaryRules rules = desired.policy().canary();
        String trial = rules == null
                ? null
                : inputs.approvals()
                        .withoutTrial(
                                rules, new Approvers(desired.policy().gating().approval(), authors));
        return Plan.Spared.of(revert, trial);
    }

    /**
     * Who wrote what Git wants, together with what was planned before and is not applied: it comes with it. What is put in its
     * place meanwhile, by a pin or a way back, changes nothing of that.
     */
    private static List<String> authors(Inputs inputs) {
        List<String> now = inputs.wanted().revision().people();
        Plan published = inputs.published();
        if (published == null || (!putsBack(inputs) && inputs.isApplied(published.bundleDigest()))) {
            return now;
        }
        return Stream.concat(published.origin().authors().stream(), now.stream())
                .distinct()
                .toList();
    }

    /** Whether something else than what Git wants is to be there, or was until now. */
    private static boolean putsBack(Inputs inputs) {
        Plan published = inputs.published();
        return inputs.effective() instanceof Effective.Earlier
                || (published != null && published.origin().trigger() == Trigger.ROLLBACK);
    }
}
