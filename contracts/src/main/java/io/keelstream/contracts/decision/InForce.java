package io.keelstream.contracts.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision that was honoured and lasts: a pause or a pin.
 *
 * @param decision what was decided
 * @param signedBy fingerprint of the actor's key; null where decisions are not verified
 * @param since when it was honoured
 */
public record InForce(Decision decision, @Nullable String signedBy, Instant since) {

    /** One that is not verified. */
    public InForce(Decision decision, Instant since) {
        this(decision, null, since);
    }

    /** When it ends by itself; {@link Instant#MAX} for never. */
    public Instant until() {
        Long millis = decision.validForMillis();
        return millis == null ? Instant.MAX : since.plusMillis(millis);
    }

    /** When it ends by itself; null where it does not. */
    public @Nullable Instant end() {
        return decision.validForMillis() == null ? null : until();
    }

    /** Whether it is over. */
    public boolean over(Instant now) {
        return !now.isBefore(until());
    }

    /** Who decided, and why where that was said, e.g. {@code ada (incident 7)}. */
    public String by() {
        return decision.by();
    }
}
