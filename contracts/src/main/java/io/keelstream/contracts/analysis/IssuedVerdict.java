package io.keelstream.contracts.analysis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The verdict that ended an analysis.
 *
 * @param verdict what was concluded
 * @param reason why, for people
 * @param issuedAt when
 * @param expiresAt from then on nobody may act on it; null for FAIL, which never expires
 */
public record IssuedVerdict(
        Verdict verdict,
        String reason,
        Instant issuedAt,
        @Nullable Instant expiresAt) {}
