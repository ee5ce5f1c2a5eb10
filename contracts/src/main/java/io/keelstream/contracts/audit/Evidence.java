package io.keelstream.contracts.audit;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.InForce;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.problem.Reason;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What let a release through. A plan has what was known when it was made, an execution what came while the release ran; both
 * together are recorded when it ends. Nothing here decides anything. Each list has the last {@value #MOST} entries, in order.
 *
 * @param signers fingerprints of the keys that signed the commit; empty where nobody has to sign
 * @param decisions what people decided that counted: approvals of the change, the pin or rollback that asked for it, and what
 *     was decided about its canary
 * @param verdicts what ended the gates of its canary
 * @param skipped what would have kept it waiting, and was not asked, or was passed without it
 */
public record Evidence(List<String> signers, List<Decided> decisions, List<Judged> verdicts, List<Skipped> skipped) {

    /** How many entries of each list are kept. */
    public static final int MOST = 100;

    /** Nothing was needed, and nothing was passed. */
    public static final Evidence NONE = new Evidence(List.of(), List.of(), List.of(), List.of());

    public Evidence {
        signers = List.copyOf(signers);
        decisions = List.copyOf(decisions);
        verdicts = List.copyOf(verdicts);
        skipped = List.copyOf(skipped);
    }

    /**
     * A decision that was honoured.
     *
     * @param id the decision's id: its answer in the audit stream has the same, and all that it names
     * @param kind what was decided
     * @param actor who decided
     * @param reason why, in the person's words
     * @param signedBy fingerprint of the actor's key; null where decisions are not verified
     */
    public record Decided(
            String id,
            Decision.Kind kind,
            String actor,
            String reason,
            @Nullable String signedBy) {

        /** A decision as its answer has it. */
        public static Decided of(DecisionAnswer answer) {
            Decision made = answer.decision();
            DecisionAnswer.Signed signed = answer.signed();
            return new Decided(
                    made.id(), made.kind(), made.actor(), made.reason(), signed == null ? null : signed.by());
        }

        /** A decision as its table has it. */
        public static Decided of(StandingDecision standing) {
            Decision made = standing.decision();
            String signedBy =
                    standing.authority() instanceof Authority.Verified(String key, List<String> _) ? key : null;
            return new Decided(made.id(), made.kind(), made.actor(), made.reason(), signedBy);
        }

        /** A decision that lasts. */
        public static Decided of(InForce made) {
            Decision decision = made.decision();
            return new Decided(decision.id(), decision.kind(), decision.actor(), decision.reason(), made.signedBy());
        }

        /** Who decided, and why where that was said. */
        public String by() {
            return actor + (reason.isBlank() ? "" : " (" + reason + ")");
        }
    }

    /**
     * A gate of a canary that a verdict ended.
     *
     * @param analysisId the analysis, whose {@code verdict.issued} has the figures
     * @param step index of the canary's step, from 0
     * @param verdict the verdict
     * @param issuedAt when
     */
    public record Judged(String analysisId, int step, Verdict verdict, Instant issuedAt) {}

    /**
     * Something that would have kept a release waiting.
     *
     * @param gate stable name of what it would have waited for, e.g. {@code WindowClosed}
     * @param why what it was, and why it did not count, for people
     */
    public record Skipped(String gate, String why) {

        /** One that is known by the reason for which it makes others wait. */
        public static Skipped of(Reason gate, String why) {
            return new Skipped(gate.label(), why);
        }
    }

    /** That a decision counted. */
    public static Evidence of(Decided decided) {
        return new Evidence(List.of(), List.of(decided), List.of(), List.of());
    }

    /** This; null where it is nothing, which records leave out. */
    public @Nullable Evidence orNull() {
        return equals(NONE) ? null : this;
    }

    /** The same with what came later; what both have is there once. */
    public Evidence and(Evidence later) {
        return new Evidence(
                both(signers, later.signers),
                both(decisions, later.decisions),
                both(verdicts, later.verdicts),
                both(skipped, later.skipped));
    }

    /** The same without what people decided: another release goes on with the trial, which they have not seen. */
    public Evidence ofTrial() {
        return new Evidence(List.of(), List.of(), verdicts, List.of());
    }

    private static <T> List<T> both(List<T> earlier, List<T> later) {
        Set<T> all = new LinkedHashSet<>(earlier);
        all.addAll(later);
        return all.stream().skip(Math.max(0, all.size() - MOST)).toList();
    }
}
