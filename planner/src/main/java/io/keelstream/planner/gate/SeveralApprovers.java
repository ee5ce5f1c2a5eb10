package io.keelstream.planner.gate;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.problem.Reason;
import java.util.List;

/**
 * A canary whose steps ask for more than one person does not begin where nobody can be told apart. Pure.
 *
 * @param verified whether the installation lists who may decide
 */
record SeveralApprovers(boolean verified) implements Gate {

    @Override
    public List<Objection> check(PlanDraft draft) {
        CanaryRules rules = draft.desired().policy().canary();
        int most = rules == null ? 0 : rules.mostApprovals();
        boolean asked = draft.keepsBundle() && draft.begins();
        return verified || most < 2 || !asked
                ? List.of()
                : List.of(Objection.untilGitChanges(
                        Reason.APPROVAL_UNVERIFIED,
                        "list who may decide in keelstream.decisions.actors of the installation, or write {approval: 1} in"
                                + " canary.steps",
                        "canary.steps ask for " + most + " people, and who decides is not verified"));
    }
}
