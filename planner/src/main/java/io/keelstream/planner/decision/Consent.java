package io.keelstream.planner.decision;

import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.planner.gate.Objection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people said about one change. Pure.
 *
 * @param approvals who approved it
 * @param rejection who rejected it; null where nobody did
 * @param required how many have to approve it
 */
public record Consent(
        List<StandingDecision> approvals, @Nullable StandingDecision rejection, int required) {

    public Consent {
        approvals = List.copyOf(approvals);
    }

    /** Whether it may be applied, as far as people are asked. */
    public boolean given() {
        return rejection == null && approvals.size() >= required;
    }

    /**
     * What still speaks against the change: nothing of what an approval lifts, once it is given. As long as somebody rejects it no approval
     * is asked for, since it would be refused.
     *
     * @param objections what the gates have against it
     * @param verified whether it is known who decides
     * @param lookAgain how soon what waits for a person is looked at again
     */
    public List<Objection> remaining(
            List<Objection> objections, String target, String changeDigest, boolean verified, Duration lookAgain) {
        List<Objection> left = new ArrayList<>();
        if (rejection != null) {
            left.add(Objection.untilGitChanges(
                    Reason.REJECTED,
                    "change it in Git; or " + rejection.decision().actor() + " takes it back: keelstream withdraw "
                            + target,
                    "change " + Plan.shortDigest(changeDigest) + " was rejected " + rejection.by()));
        }
        objections.stream().filter(each -> !(given() && each.approvable())).forEach(left::add);
        if (rejection == null && !given() && objections.stream().anyMatch(Objection::approvable)) {
            left.add(
                    required > 1 && !verified
                            ? new Objection(
                                    Reason.APPROVAL_UNVERIFIED,
                                    null,
                                    "list who may decide in keelstream.decisions.actors of the installation, or set"
                                            + " policy.approval.required: 1",
                                    required + " people have to approve it, and who decides is not verified",
                                    lookAgain)
                            : new Objection(
                                    Reason.APPROVAL_MISSING,
                                    null,
                                    "approve it as it is: keelstream approve " + target + " "
                                            + Plan.shortDigest(changeDigest),
                                    progress(),
                                    lookAgain));
        }
        return left;
    }

    /** How far it is, e.g. {@code it has 1 of 2 approvals (by ada)}. */
    private String progress() {
        String who = approvals.isEmpty()
                ? ""
                : approvals.stream()
                        .map(each -> each.decision().actor())
                        .collect(Collectors.joining(", ", " (by ", ")"));
        return "it has " + approvals.size() + " of " + required + (required == 1 ? " approval" : " approvals") + who;
    }
}
