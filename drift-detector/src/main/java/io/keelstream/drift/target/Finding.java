package io.keelstream.drift.target;

import io.keelstream.drift.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a look at one suspect gave.
 *
 * @param reference the object
 * @param digest digest of what was applied; null when uncertain
 * @param verdict null where the cluster gave no answer
 */
record Finding(
        String reference, @Nullable String digest, @Nullable Verdict verdict) {}
