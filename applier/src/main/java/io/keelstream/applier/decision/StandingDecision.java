package io.keelstream.applier.decision;

import io.keelstream.contracts.decision.Decision;
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

    /** Whether it is about the deployment. */
    public boolean about(String deploymentId) {
        return deploymentId.equals(decision.named().deploymentId());
    }

    /** Who decided and why, e.g. {@code by ada: traffic is back}. */
    String by() {
        return "by " + decision.actor() + (decision.reason().isBlank() ? "" : ": " + decision.reason());
    }
}
