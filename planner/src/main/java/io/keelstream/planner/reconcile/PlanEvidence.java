package io.keelstream.planner.reconcile;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.audit.Evidence.Skipped;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.planner.canary.CanaryDecision;
import io.keelstream.planner.decision.Approvals;
import io.keelstream.planner.decision.Consent;
import io.keelstream.planner.decision.TrialWaiver;
import io.keelstream.planner.gate.Objection;
import io.keelstream.planner.plan.PlanRequest;
import io.keelstream.planner.rollback.Effective;
import java.util.ArrayList;
import java.util.List;

/** What lets a plan through: who signed its commit, who approved it or asked for it, and what it did not wait for. Pure. */
final class PlanEvidence {

    private PlanEvidence() {}

    /**
     * The evidence.
     *
     * @param effective the bundle that the target is to have, with who asked for it
     * @param approvals what people decided that counts
     * @param consent what they said of the change
     * @param found what the gates had against it
     * @param passed what they would have had against it, had Git asked for it
     * @param canary whether it is put on trial
     */
    static Evidence of(
            PlanRequest request,
            Effective effective,
            Approvals approvals,
            Consent consent,
            List<Objection> found,
            List<Objection> passed,
            CanaryDecision canary) {
        List<Decided> decisions = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        if (consent.given() && found.stream().anyMatch(Objection::approvable)) {
            consent.approvals().stream().map(Decided::of).forEach(decisions::add);
        }
        passed.stream()
                .filter(each -> found.stream().noneMatch(other -> other.reason() == each.reason()))
                .map(each -> Skipped.of(each.reason(), each.because() + ", and " + whatPasses(request)))
                .forEach(skipped::add);
        TrialWaiver waiver = approvals.waiver();
        if (waiver != null && canary instanceof CanaryDecision.Ordinary ordinary && ordinary.waived()) {
            decisions.add(Decided.of(waiver.made()));
            skipped.add(Skipped.of(
                    Reason.VERDICT_MISSING,
                    "released without a trial " + waiver.made().by()));
        }
        Evidence own = new Evidence(request.desired().signers(), decisions, List.of(), skipped);
        return effective instanceof Effective.Earlier earlier
                ? earlier.evidence().and(own)
                : own;
    }

    private static String whatPasses(PlanRequest request) {
        return (request.origin().trigger() == Plan.Trigger.DRIFT ? "what puts drift back" : "what goes back")
                + " waits for nobody";
    }
}
