package io.keelstream.kubernetes.client;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * On what terms the calls of one view of a cluster are made.
 *
 * @param guard whether what is about to be written is still ours
 * @param deadline when calls are given up; null where the settings alone say
 * @param urgent whether calls wait for nobody: neither for a place, nor for the rate limit, nor for the circuit
 * @param account the user that calls act as, failed where there is none; null for the connection's own account
 */
record CallTerms(
        WriteGuard guard,
        @Nullable Instant deadline,
        boolean urgent,
        @Nullable ApiResult<String> account) {

    /** Nobody guards, nothing is urgent. */
    static final CallTerms ORDINARY = new CallTerms(WriteGuard.OPEN, null, false, null);

    CallTerms guardedBy(WriteGuard other) {
        return new CallTerms(other, deadline, urgent, account);
    }

    CallTerms until(Instant other) {
        return new CallTerms(guard, other, urgent, account);
    }

    CallTerms urgently() {
        return new CallTerms(guard, deadline, true, account);
    }

    CallTerms as(@Nullable ApiResult<String> other) {
        return new CallTerms(guard, deadline, urgent, other);
    }

    /** What is left for a method that begins now, at most {@code longest}. */
    Duration left(Duration longest) {
        if (deadline == null) {
            return longest;
        }
        Duration left = Duration.between(Instant.now(), deadline);
        return left.compareTo(longest) < 0 ? left : longest;
    }
}
