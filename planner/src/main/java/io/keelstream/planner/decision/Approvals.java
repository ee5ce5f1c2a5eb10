package io.keelstream.planner.decision;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.decision.Approvers;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Gating.Approval;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people decided about the changes of a target, as far as it was honoured. An approval counts once: for the state of the target that it was
 * given on, which every release changes. A rejection counts until it is taken back. Pure.
 *
 * @param given each actor's last one
 * @param unreadable one problem per decision that cannot be read, and is ignored
 * @param waiver who has a commit released without its trial; null where nobody does
 */
public record Approvals(
        List<Given> given,
        List<Problem> unreadable,
        @Nullable TrialWaiver waiver) {

    /** Where nothing is released without its trial. */
    public Approvals(List<Given> given, List<Problem> unreadable) {
        this(given, unreadable, null);
    }

    /** Nobody decided anything. */
    public static final Approvals NONE = new Approvals(List.of(), List.of());

    public Approvals {
        given = List.copyOf(given);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * An approval or rejection that was honoured.
     *
     * @param made the decision
     * @param basis what it was given on; null where that is not known
     */
    public record Given(StandingDecision made, @Nullable Basis basis) {

        private boolean approves() {
            return made.decision().kind() == Kind.APPROVE;
        }
    }

    /** Those that count now, given the target as it is and its rule. */
    public Approvals counting(Basis basis, Approval rule, Instant now) {
        return new Approvals(
                given.stream()
                        .filter(each -> now.isBefore(end(each.made(), rule)))
                        .filter(each -> !each.approves() || basis.equals(each.basis()))
                        .toList(),
                unreadable,
                waiver == null || waiver.made().expired(now) ? null : waiver);
    }

    /** The same for one commit: what is left out of others does not count. */
    public Approvals releasing(String commit) {
        return waiver == null || waiver.about(commit) ? this : new Approvals(given, unreadable);
    }

    /** Who has the commit released without a trial, and why; null where nobody does who may. */
    public @Nullable String withoutTrial(CanaryRules rules, Approvers approvers) {
        return waiver == null || waiver.objection(rules, approvers) != null
                ? null
                : waiver.made().by();
    }

    /** Why the trial is not left out although a person said so; null where that is not so. */
    private @Nullable Problem overruled(@Nullable CanaryRules rules, Approvers approvers) {
        String objection = waiver == null || rules == null ? null : waiver.objection(rules, approvers);
        return waiver == null || objection == null
                ? null
                : Reason.DECISION_FORBIDDEN.problem(
                        "the trial takes place, though leaving it out was decided "
                                + waiver.made().by() + ": " + objection,
                        null);
    }

    /** What a plan says of decisions that do not count. */
    public List<Problem> warnings(@Nullable CanaryRules rules, Approvers approvers) {
        return Stream.concat(unreadable.stream(), Stream.ofNullable(overruled(rules, approvers)))
                .toList();
    }

    /** One text for what counts: another one when that changes. */
    public String fingerprint() {
        return made().map(each -> each.decision().id()).sorted().collect(Collectors.joining(","));
    }

    /** When the first of them ends; null when none does. */
    public @Nullable Instant firstEnd(Approval rule) {
        return made().map(each -> end(each, rule))
                .filter(end -> !end.equals(Instant.MAX))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private Stream<StandingDecision> made() {
        return Stream.concat(
                given.stream().map(Given::made), Stream.ofNullable(waiver).map(TrialWaiver::made));
    }

    /** What they say of a change. */
    public Consent of(String changeDigest, Approvers approvers) {
        int required = approvers.rule().required();
        List<Given> about = given.stream()
                .filter(each ->
                        changeDigest.equals(each.made().decision().named().changeDigest()))
                .toList();
        return new Consent(
                about.stream()
                        .filter(Given::approves)
                        .map(Given::made)
                        .filter(made -> approvers.objection(made, required) == null)
                        .toList(),
                about.stream()
                        .filter(each -> !each.approves())
                        .map(Given::made)
                        .findFirst()
                        .orElse(null),
                required);
    }

    /** When a decision ends: by its own time, and an approval also by the target's rule. */
    static Instant end(StandingDecision made, Approval rule) {
        Instant own = made.expiresAt();
        if (made.decision().kind() != Kind.APPROVE) {
            return own;
        }
        Instant ruled = made.at().plus(Duration.ofMillis(rule.expiresMillis()));
        return own.isBefore(ruled) ? own : ruled;
    }
}
