package io.keelstream.planner.gate;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Step;
import io.keelstream.contracts.problem.Reason;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A canary whose steps ask for more than one person does not begin where nobody can be told apart. Pure.
 *
 * @param verified whether the installation lists who may decide
 */
record SeveralApprovers(boolean verified) implements Gate {

    @Override
    public List<Objection> check(PlanDraft draft) {
        CanaryRules rules = draft.desired().policy().canary();
        int most = rules == null ? 0 : most(rules);
        boolean asked = draft.keepsBundle() && draft.begins();
        return verified || most < 2 || !asked
                ? List.of()
                : List.of(Objection.untilGitChanges(
                        Reason.APPROVAL_UNVERIFIED,
                        "list who may decide in keelstream.decisions.actors of the installation, or write {approval: 1} in"
                                + " canary.steps",
                        "canary.steps ask for " + most + " people, and who decides is not verified"));
    }

    private static int most(CanaryRules rules) {
        return Stream.concat(
                        Stream.of(orNone(rules.conduct().startApprovals())),
                        rules.steps().stream().map(Step::approvals))
                .flatMapToInt(IntStream::of)
                .max()
                .orElse(0);
    }

    private static int orNone(@Nullable Integer people) {
        return people == null ? 0 : people;
    }
}
