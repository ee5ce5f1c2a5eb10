package io.keelstream.cli.explain;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What keeps a plan from being carried out, or has another one carried out in its place. Pure. */
final class PlanFindings {

    private PlanFindings() {}

    /**
     * What stands in the way of the current plan.
     *
     * @param other why another target is as it is
     */
    static List<Finding> waiting(Situation at, Function<TargetName, Optional<Explanation>> other) {
        Plan plan = at.plan();
        if (plan == null || plan.state() == Plan.State.READY || plan.state() == Plan.State.UNCHANGED) {
            return List.of();
        }
        String approval = plan.problems().stream()
                .filter(Reason.APPROVAL_MISSING::is)
                .map(Problem::message)
                .findFirst()
                .orElse(null);
        return Precedence.sorted(plan.problems()).stream()
                .filter(each ->
                        !Reason.APPROVAL_MISSING.is(each) || plan.problems().size() == 1)
                .map(each -> finding(at, plan, each, other).remedied(approval))
                .toList();
    }

    /** An earlier bundle takes the place of what Git wants. */
    static List<Finding> instead(Situation at) {
        Plan plan = at.plan();
        if (plan == null) {
            return List.of();
        }
        return plan.warnings().stream()
                .filter(each -> Reason.PINNED.is(each) || Reason.ROLLED_BACK.is(each))
                .map(each -> Finding.of(
                        at,
                        Reason.PINNED.is(each) ? "is pinned" : "is rolled back",
                        each,
                        plan.timing().plannedAt()))
                .toList();
    }

    private static Finding finding(
            Situation at, Plan plan, Problem problem, Function<TargetName, Optional<Explanation>> other) {
        Instant since = plan.timing().plannedAt();
        TargetName dependency = dependency(problem);
        if (dependency == null) {
            return Finding.of(at, phrase(plan, problem), problem, since);
        }
        Optional<Explanation> theirs = other.apply(dependency).filter(each -> !each.fine());
        String phrase = "waits for " + dependency;
        return theirs.isEmpty()
                ? Finding.of(at, phrase, problem, since)
                : Finding.of(at, phrase, since).then(theirs.get().chain());
    }

    /** The other target that the problem is about; null where it is about none. */
    private static @Nullable TargetName dependency(Problem problem) {
        boolean other = Reason.DEPENDENCY_NOT_READY.is(problem) || Reason.MOVE_WAITS.is(problem);
        return problem.where() == null || !other ? null : TargetName.parse(problem.where());
    }

    private static String phrase(Plan plan, Problem problem) {
        if (Reason.PINNED.is(problem)) {
            return "is pinned";
        }
        if (Reason.RELEASE_FAILED.is(problem)) {
            return "stays as it is";
        }
        return switch (plan.state()) {
            case AWAITING_APPROVAL -> "waits for approval";
            case AWAITING_WINDOW -> "waits for its windows";
            case AWAITING_DEPENDENCY -> "waits for other targets";
            case FAILED ->
                "is not released" + (plan.notBefore() == null ? "" : ", and planned again at " + plan.notBefore());
            case BLOCKED, READY, UNCHANGED, UNKNOWN -> "is blocked";
        };
    }
}
