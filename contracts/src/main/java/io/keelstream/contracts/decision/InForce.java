package io.keelstream.contracts.decision;

import io.keelstream.contracts.revision.NumberedCommit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision that was honoured and lasts: a pause or a pin.
 *
 * @param decision what was decided
 * @param signedBy fingerprint of the actor's key; null where decisions are not verified
 * @param since when it was honoured
 * @param addedAt the commit that had added the target then; null where that is not known
 */
public record InForce(
        Decision decision,
        @Nullable String signedBy,
        Instant since,
        @Nullable NumberedCommit addedAt) {

    /** One that is not verified, about a target of which it is not known when it was added. */
    public InForce(Decision decision, Instant since) {
        this(decision, null, since, null);
    }

    /** Whether it was about a target of the same name that was removed since: this one was added by another commit. */
    public boolean aboutFormer(@Nullable NumberedCommit added) {
        return addedAt != null && added != null && !addedAt.equals(added);
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
