package io.keelstream.applier.attention;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Problems of a plan in one line. Pure. */
public final class ProblemText {

    private ProblemText() {}

    /** The first of them, and how many more there are; empty where there is none. */
    public static String first(List<Problem> problems) {
        return problems.isEmpty()
                ? ""
                : of(problems.getFirst()) + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)");
    }

    /** Where it is, and what. */
    public static String of(Problem problem) {
        return (problem.where() == null ? "" : problem.where() + ": ") + problem.message();
    }

    /** What a plan waits for, and how to let it through as it is. */
    public static String objections(Plan plan) {
        List<Problem> others = plan.problems().stream()
                .filter(each -> !Reason.APPROVAL_MISSING.is(each))
                .toList();
        String approval = plan.problems().stream()
                .filter(Reason.APPROVAL_MISSING::is)
                .map(missing -> ". Or " + missing.message())
                .collect(Collectors.joining());
        return first(others) + approval;
    }

    /** Why another commit than the one that Git wants is applied, and what ends that; null where it is the one. */
    public static @Nullable Problem instead(Plan plan) {
        return plan.warnings().stream()
                .filter(warning -> Reason.ROLLED_BACK.is(warning) || Reason.PINNED.is(warning))
                .findFirst()
                .orElse(null);
    }
}
