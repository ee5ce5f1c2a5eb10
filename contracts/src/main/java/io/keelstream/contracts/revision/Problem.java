package io.keelstream.contracts.revision;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong or in the way, with what to do.
 *
 * @param reason a stable name for programs, e.g. {@code UnknownField}
 * @param message what is wrong and what to do; never holds a secret value
 * @param where file with line and column, an object, or another target that is waited for; null when none applies
 */
public record Problem(
        String reason, String message, @Nullable String where) {}
