package io.keelstream.planner.gate;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects of a target are live and no record says what was applied, nobody knows which version was kept out. A policy that keeps
 * versions out, by people, a trial or a way back, asks a person then; what changes nothing waits for nobody. Pure.
 *
 * @param lookAgain how soon to look again
 */
record UnknownPast(Duration lookAgain) implements Gate {

    @Override
    public List<Objection> check(PlanDraft draft) {
        List<String> changed = draft.unrecorded().changed();
        String rule = keepsOut(draft.desired().policy());
        return rule == null || changed.isEmpty() || !draft.keepsBundle() || !draft.begins()
                ? List.of()
                : List.of(new Objection(
                        Reason.PAST_UNKNOWN,
                        null,
                        "put into Git what is to run; this plan would change " + Names.ofReferences(changed),
                        "no record says what was applied, blocked or on trial here, as after a loss of Kafka, and "
                                + rule + "; once approved, it is applied without a canary",
                        lookAgain));
    }

    /** What in a policy keeps versions out that Git has, as a sentence; null where nothing does. */
    private static @Nullable String keepsOut(TargetPolicy policy) {
        Gating gating = policy.gating();
        if (policy.canary() != null) {
            return "policy.canary is set";
        }
        if (policy.onFailure() == OnFailure.ROLLBACK) {
            return "policy.onFailure is rollback";
        }
        if (gating.sync() != Sync.AUTO) {
            return "policy.sync is manual";
        }
        return gating.approval().equals(Approval.DEFAULT) ? null : "policy.approval is set";
    }
}
