package io.keelstream.contracts.analysis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An analysis began. Exactly one per analysis id.
 *
 * @param analysis the analysis
 * @param baseline the version to compare with
 * @param canary the version on trial
 * @param method how it is judged
 * @param until without a verdict by then it ends INCONCLUSIVE; null for no limit
 */
public record AnalysisStarted(
        AnalysisSubject analysis,
        AnalysisArm baseline,
        AnalysisArm canary,
        AnalysisMethod method,
        @Nullable Instant until) {}
