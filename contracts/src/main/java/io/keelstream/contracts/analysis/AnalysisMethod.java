package io.keelstream.contracts.analysis;

import org.jspecify.annotations.Nullable;

/**
 * How an analysis is judged.
 *
 * @param name the judge's name
 * @param version of its rules; another version may judge the same measurements otherwise
 * @param falseAlarm probability of ever failing a harmless canary: FAIL from an evidence of harm of one over it on; null in
 *     records of versions that did not say
 * @param wrongPass probability of ever passing a canary that is worse than the margin, likewise
 */
public record AnalysisMethod(
        String name,
        int version,
        @Nullable Double falseAlarm,
        @Nullable Double wrongPass) {}
