package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Assessment;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.planner.plan.Assembly;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.PlanRequest;
import io.keelstream.planner.policy.Change;
import io.keelstream.planner.policy.RuleFindings;
import io.keelstream.planner.policy.RuleJudgement;
import org.jspecify.annotations.Nullable;

/**
 * Asks the installation's rules about plans. Nothing is asked about what takes away, and nothing holds what goes back to what was there:
 * corrections of drift, rollbacks, pins. What was applied before is read only where the answer depends on it. Thread-safe.
 */
final class RuleDesk {

    private final RuleJudgement judgement;
    private final Bundles bundles;

    /** Finds bundles that were applied. */
    @FunctionalInterface
    interface Bundles {

        /** The bundle of a target with the digest; null where it is not kept. */
        @Nullable
        Desired find(String target, String digest) throws InterruptedException;
    }

    RuleDesk(RuleJudgement judgement, Bundles bundles) {
        this.judgement = judgement;
        this.bundles = bundles;
    }

    /** Whether a plan was judged by other rules than those of today. */
    boolean outdates(Plan published) {
        Assessment assessment = published.work().assessment();
        return assessment != null && !assessment.rules().equals(judgement.digest());
    }

    /**
     * What the rules have against a plan.
     *
     * @param published the plan as it is published; null without
     */
    RuleFindings of(PlanRequest request, Findings findings, Assembly assembly, @Nullable Plan published)
            throws InterruptedException {
        Plan.Origin origin = request.origin();
        if (origin.mode() != Plan.Mode.APPLY || assembly.idle() || origin.trigger() == Plan.Trigger.REHEARSAL) {
            return RuleFindings.NONE;
        }
        Assessment assessment = judgement.assessment(request.desired(), before(request, published));
        if (!origin.trigger().movesForward() || origin.recovers()) {
            return RuleFindings.NONE.assessing(assessment);
        }
        Change change = Change.of(request.desired(), findings, assembly.hooksToRun());
        return judgement.of(change, judgement.compares(change) ? applied(request) : null, assessment);
    }

    /** What is applied requests: as the published plan says it, where that is one of the same; otherwise it is counted. */
    private @Nullable DemandRange before(PlanRequest request, @Nullable Plan published) throws InterruptedException {
        Assessment known = published == null || outdates(published)
                ? null
                : published.work().assessment();
        if (known != null && published != null) {
            if (published.bundleDigest().equals(request.known().applied().bundle())) {
                return known.after();
            }
            if (known.before() != null
                    && published.inventorySequence() == request.origin().inventorySequence()) {
                return known.before();
            }
        }
        Desired applied = applied(request);
        return applied == null ? null : judgement.demand(applied);
    }

    /** The bundle that is applied; where none is completely, the last that was healthy. */
    private @Nullable Desired applied(PlanRequest request) throws InterruptedException {
        String digest = request.known().applied().bundle();
        if (digest == null) {
            digest = request.known().history().knownGood().stream()
                    .findFirst()
                    .map(Inventory.KnownGood::bundle)
                    .orElse(null);
        }
        return digest == null ? null : bundles.find(request.target(), digest);
    }
}
