package io.keelstream.contracts.decision;

import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.problem.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision as its table has it now.
 *
 * @param key its key
 * @param decision what was decided
 * @param at the broker's time of the record
 * @param answered whether it was honoured or refused already: it never is again
 * @param authority whether whoever made it may decide so
 */
public record StandingDecision(String key, Decision decision, Instant at, boolean answered, Authority authority) {

    /** Where the installation lists no actors. */
    public StandingDecision(String key, Decision decision, Instant at, boolean answered) {
        this(key, decision, at, answered, new Authority.Unverified());
    }

    /** Why it does not count, whatever it is about; null where it may count. */
    public Authority.@Nullable Denied denied() {
        return authority instanceof Authority.Denied denied ? denied : null;
    }

    /** Whether it is known who decided. */
    public boolean verified() {
        return authority instanceof Authority.Verified;
    }

    /** The addresses by which Git knows whoever decided; empty where nobody knows. */
    public List<String> emails() {
        return authority instanceof Authority.Verified(var _, List<String> emails) ? emails : List.of();
    }

    /** The answer that it was carried out. */
    public DecisionAnswer honoured(String did) {
        return answer(Outcome.HONOURED, Reason.HONOURED, did);
    }

    /** The answer that it was not, and never will be. */
    public DecisionAnswer refused(Reason reason, String why) {
        return answer(Outcome.REFUSED, reason, why);
    }

    private DecisionAnswer answer(Outcome outcome, Reason reason, String message) {
        Decision.Signature signature = decision.signature();
        DecisionAnswer.Signed signed = switch (authority) {
            case Authority.Unverified _ -> null;
            case Authority.Verified(String signer, var _)
            when signature != null -> new DecisionAnswer.Signed(signer, signature.at());
            case Authority.Verified _ -> null;
            case Authority.Denied denied ->
                denied.latest() == null ? null : new DecisionAnswer.Signed(null, denied.latest());
        };
        return new DecisionAnswer(decision, outcome, reason.label(), message, null, null, signed);
    }

    /** From when on it does not count any more; {@link Instant#MAX} for one that stands until it is withdrawn. */
    public Instant expiresAt() {
        Long millis = decision.validForMillis();
        return millis == null ? Instant.MAX : at.plusMillis(millis);
    }

    /** Whether it does not count any more. */
    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt());
    }

    /** Whether its key is that of such a decision by this actor about the target. */
    public boolean belongsTo(String target) {
        return key.equals(decision.key(target));
    }

    /** Whether it is about the deployment. */
    public boolean about(String deploymentId) {
        return deploymentId.equals(decision.named().deploymentId());
    }

    /** Who decided and why, e.g. {@code by ada: traffic is back}. */
    public String by() {
        return "by " + decision.actor() + (decision.reason().isBlank() ? "" : ": " + decision.reason());
    }
}
