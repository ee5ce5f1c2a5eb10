package io.keelstream.contracts.decision;

import java.time.Instant;

/**
 * A decision as its table has it now.
 *
 * @param key its key
 * @param decision what was decided
 * @param at the broker's time of the record
 * @param answered whether it was honoured or refused already: it never is again
 */
public record StandingDecision(String key, Decision decision, Instant at, boolean answered) {

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
