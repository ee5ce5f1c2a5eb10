package io.keelstream.planner.decision;

import io.keelstream.contracts.decision.Approvers;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Gating.Approval;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The approvals and rejections of a target that were honoured. An approval counts once: for the inventory that it was given
 * on, which every release changes. A rejection counts until it is taken back. Pure.
 *
 * @param given each actor's last one
 * @param unreadable one problem per decision that cannot be read, and is ignored
 */
public record Approvals(List<Given> given, List<Problem> unreadable) {

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
     * @param sequence the inventory that it was given on; null where that is not known
     */
    public record Given(StandingDecision made, @Nullable Long sequence) {

        private boolean approves() {
            return made.decision().kind() == Kind.APPROVE;
        }
    }

    /** Those that count now, given the current inventory and the target's rule. */
    public Approvals counting(long sequence, Approval rule, Instant now) {
        return new Approvals(
                given.stream()
                        .filter(each -> now.isBefore(end(each.made(), rule)))
                        .filter(each -> !each.approves() || Objects.equals(each.sequence(), sequence))
                        .toList(),
                unreadable);
    }

    /** One text for what counts: another one when that changes. */
    public String fingerprint() {
        return given.stream().map(each -> each.made().decision().id()).sorted().collect(Collectors.joining(","));
    }

    /** When the first of them ends; null when none does. */
    public @Nullable Instant firstEnd(Approval rule) {
        return given.stream()
                .map(each -> end(each.made(), rule))
                .filter(end -> !end.equals(Instant.MAX))
                .min(Comparator.naturalOrder())
                .orElse(null);
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
