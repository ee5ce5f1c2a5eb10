package io.keelstream.drift.report;

import io.keelstream.drift.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one managed object.
 *
 * @param reference {@code Kind.group/namespace/name}
 * @param digest digest of what was applied; null when uncertain
 * @param verdict what is to be said of it
 */
public record Judgement(String reference, @Nullable String digest, Verdict verdict) {}
