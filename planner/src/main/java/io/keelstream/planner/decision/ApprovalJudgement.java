package io.keelstream.planner.decision;

import io.keelstream.contracts.decision.Approvers;
import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Gating.Approval;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of an approval or rejection that nobody has answered. Pure. */
public final class ApprovalJudgement {

    private ApprovalJudgement() {}

    /**
     * What it is judged by.
     *
     * @param target the target's key
     * @param known whether Git has the target
     * @param releasing whether a release of it runs
     * @param plan what would be done now; null where that is not known
     * @param next when it is planned next; null where nothing says so
     * @param basis what an approval counts on now
     * @param approvals what was honoured and counts
     */
    public record Circumstances(
            String target,
            boolean known,
            boolean releasing,
            @Nullable Plan plan,
            @Nullable Instant next,
            Basis basis,
            Approvals approvals) {}

    /** A plan that is not made within this time is not waited for. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** The answer; null while what it is about is being planned. */
    public static @Nullable DecisionAnswer of(StandingDecision made, Circumstances now, Instant time) {
        String digest = made.decision().named().changeDigest();
        Authority.Denied denied = made.denied();
        if (denied != null) {
            return made.refused(denied.reason(), denied.why());
        }
        if (!made.decision().kind().aboutChange() || !made.belongsTo(now.target())) {
            return refused(made, Reason.DECISION_INVALID, "the key " + made.key() + " is not that of such a decision");
        }
        if (digest == null || digest.isBlank() || made.decision().actor().isBlank()) {
            return refused(made, Reason.DECISION_INVALID, "it names no change, or nobody who decides");
        }
        Plan plan = now.plan();
        if (!now.known()) {
            return outdated(made, "Git has no target " + now.target());
        }
        if (plan == null) {
            return unplanned(made, now, time);
        }
        Approval rule = plan.bundle().policy().gating().approval();
        Instant end = Approvals.end(made, rule);
        if (!time.isBefore(end)) {
            return refused(made, Reason.DECISION_EXPIRED, "it counted until " + end);
        }
        if (!digest.equals(plan.changeDigest())) {
            return outdated(made, "the change is another one now: " + summary(plan));
        }
        return made.decision().kind() == Kind.APPROVE ? approve(made, now, plan, rule) : reject(made, now, plan);
    }

    private static @Nullable DecisionAnswer unplanned(StandingDecision made, Circumstances now, Instant time) {
        if (now.releasing()) {
            return outdated(made, "a release of " + now.target() + " runs; what follows it is planned when it ends");
        }
        Instant next = now.next();
        return next != null && next.isAfter(time.plus(SOON))
                ? outdated(made, "nothing of " + now.target() + " waits; it is planned again at " + next)
                : null;
    }

    private static DecisionAnswer approve(StandingDecision made, Circumstances now, Plan plan, Approval rule) {
        String change = "change " + Plan.shortDigest(plan.changeDigest());
        Approvers approvers = new Approvers(rule, plan.origin().authors());
        Consent consent = now.approvals().of(plan.changeDigest(), approvers);
        StandingDecision rejection = consent.rejection();
        if (rejection != null
                && !rejection.decision().actor().equals(made.decision().actor())) {
            return refused(made, Reason.DECISION_OVERRULED, change + " was rejected " + rejection.by());
        }
        String objection = approvers.objection(made, rule.required());
        if (objection != null) {
            return refused(made, Reason.DECISION_FORBIDDEN, objection);
        }
        if (plan.problems().stream().anyMatch(Reason.HOOK_FAILED::is)) {
            return outdated(made, change + " waits for a retry of the hook that failed; approve it after that");
        }
        return switch (plan.state()) {
            case AWAITING_APPROVAL, BLOCKED -> {
                Set<String> actors = new HashSet<>();
                consent.approvals().forEach(each -> actors.add(each.decision().actor()));
                actors.add(made.decision().actor());
                yield now.basis()
                        .limit(made.honoured(change + " is approved " + made.by() + " (" + actors.size() + " of "
                                + rule.required() + ")"));
            }
            case READY, AWAITING_WINDOW, AWAITING_DEPENDENCY, UNCHANGED ->
                outdated(made, change + " needs no approval: " + summary(plan));
            case FAILED, UNKNOWN -> outdated(made, change + " cannot be applied: " + summary(plan));
        };
    }

    private static DecisionAnswer reject(StandingDecision made, Circumstances now, Plan plan) {
        String change = "change " + Plan.shortDigest(plan.changeDigest());
        return switch (plan.state()) {
            case AWAITING_APPROVAL, AWAITING_WINDOW, AWAITING_DEPENDENCY, BLOCKED, FAILED ->
                made.honoured(change + " is rejected " + made.by() + "; it is not applied");
            case READY ->
                outdated(
                        made,
                        change
                                + " is ready, and begins as soon as no pause and no limit of releases keeps it. To keep it"
                                + " out, take it out of Git, or stay at another commit: keelstream rollback "
                                + now.target());
            case UNCHANGED, UNKNOWN -> outdated(made, "there is nothing to reject: " + summary(plan));
        };
    }

    private static String summary(Plan plan) {
        Problem first = plan.problems().isEmpty() ? null : plan.problems().getFirst();
        String digest = plan.changeDigest().isEmpty() ? "" : " (change " + Plan.shortDigest(plan.changeDigest()) + ")";
        return "the plan for " + plan.revision().shortCommit() + digest + " is " + plan.state()
                + (first == null ? "" : ": " + first.message());
    }

    private static DecisionAnswer outdated(StandingDecision made, String now) {
        return refused(made, Reason.DECISION_OUTDATED, now);
    }

    private static DecisionAnswer refused(StandingDecision made, Reason reason, String why) {
        return made.refused(reason, why);
    }
}
