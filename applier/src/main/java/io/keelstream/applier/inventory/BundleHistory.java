package io.keelstream.applier.inventory;

import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Inventory.FailedBundle;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import java.time.Instant;
import java.util.List;

/**
 * What the end of a release says of its bundle: that it is healthy here, or that it is not begun again. Refusals, quotas and
 * missing rights say nothing of a bundle, and neither does the correction of drift. Pure.
 */
final class BundleHistory {

    private BundleHistory() {}

    /** The history after the release. */
    static History of(History before, Finished finished, boolean complete, Instant now) {
        if (finished.release().plan().mode() != Plan.Mode.APPLY) {
            return before;
        }
        return switch (finished.outcome()) {
            case HEALTHY -> complete ? healthy(before, finished.release().plan(), now) : before;
            case FAILED -> unhealthy(finished) ? failed(before, finished, now) : before;
            case DEGRADED, ROLLED_BACK, REHEARSED, SUPERSEDED, REMOVED, UNKNOWN -> before;
        };
    }

    /** What failed before a healthy bundle is forgotten, unless that bundle is the way back. */
    private static History healthy(History before, Plan plan, Instant now) {
        History known = known(before, plan, now);
        return plan.trigger() == Plan.Trigger.REVISION ? known.withoutFailures() : known;
    }

    /**
     * The history once the bundle of a plan is applied as it is. A correction of drift leaves it under the commit by which people know it,
     * and may have pinned it, whichever other commit Git has with the same bundle.
     */
    static History known(History before, Plan plan, Instant now) {
        Revision revision = before.knownGood().stream()
                .filter(each ->
                        plan.trigger() == Plan.Trigger.DRIFT && each.bundle().equals(plan.bundleDigest()))
                .map(KnownGood::revision)
                .findFirst()
                .orElse(plan.revision());
        return before.knownGood(new KnownGood(plan.bundleDigest(), revision, before.later(now)));
    }

    private static History failed(History before, Finished finished, Instant now) {
        Release release = finished.release();
        Plan plan = release.plan();
        Problem first = finished.problems().getFirst();
        String cause = (first.where() == null ? "" : first.where() + ": ") + first.message();
        FailedBundle failed = before.failed();
        return switch (plan.trigger()) {
            case REVISION ->
                release.policy().onFailure() == OnFailure.RETRY
                        ? before
                        : before.withRetry(null)
                                .failing(new FailedBundle(
                                        release.deploymentId(),
                                        plan.revision().commit(),
                                        plan.bundleDigest(),
                                        cause,
                                        before.later(now),
                                        null,
                                        null));
            case ROLLBACK ->
                failed != null && isWayBack(before, failed, plan)
                        ? before.withFailed(failed.notRolledBack(cause))
                        : before;
            case DRIFT, REHEARSAL, UNKNOWN -> before;
        };
    }

    /** Whether the plan is the way back from what failed, and that has not ended healthy since: neither a pin nor a correction. */
    private static boolean isWayBack(History before, FailedBundle failed, Plan plan) {
        KnownGood last = before.wayBack();
        return last != null
                && last.bundle().equals(plan.bundleDigest())
                && !last.at().isAfter(failed.at());
    }

    /**
     * Whether the release failed because its objects did not become healthy, and for nothing else. What hooks for the failure
     * come to, behind that, does not change it.
     */
    private static boolean unhealthy(Finished finished) {
        List<Problem> problems = finished.problems();
        return !problems.isEmpty()
                && ofHealth(problems.getFirst())
                && problems.stream().allMatch(each -> ofHealth(each) || ofFailureHook(finished.release(), each));
    }

    private static boolean ofHealth(Problem problem) {
        return Reason.FAILED.is(problem) || Reason.NOT_HEALTHY_IN_TIME.is(problem);
    }

    /** A run's object is named after its hook, with a suffix. */
    private static boolean ofFailureHook(Release release, Problem problem) {
        String where = problem.where();
        return where != null
                && release.hooks(HookPhase.ON_FAILURE).stream().anyMatch(hook -> where.startsWith(hook.reference()));
    }
}
