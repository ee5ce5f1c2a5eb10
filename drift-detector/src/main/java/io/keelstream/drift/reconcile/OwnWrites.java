package io.keelstream.drift.reconcile;

import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.drift.assessment.DriftAssessment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What looks like drift, or like its end, may be the work of our own applier: the event of the cluster arrives before the
 * record of the release. For so long the record is waited for. Pure.
 */
final class OwnWrites {

    /** How much later than a drift that a release made its record may arrive. */
    static final Duration RELEASE_RECORD = Duration.ofMillis(100);

    /** The same for a drift that a release corrected: reporting that may wait longer. */
    static final Duration CORRECTION_RECORD = Duration.ofMillis(500);

    /** The same where Git wants the object otherwise, so that a release is due in any case. */
    static final Duration DUE_RELEASE_RECORD = Duration.ofSeconds(5);

    private OwnWrites() {}

    /**
     * For how long the record of a release is waited for; zero where our applier cannot have done it.
     *
     * @param assessment what was found
     * @param due whether Git wants something else than what was applied
     * @param reported the drift that is reported; null for none
     * @param released whether a release ended since then
     */
    static Duration delay(DriftAssessment assessment, boolean due, @Nullable DriftedObject reported, boolean released) {
        return switch (assessment) {
            case DriftAssessment.Drifted drift -> reported == null && !drift.foreign() ? RELEASE_RECORD : Duration.ZERO;
            case DriftAssessment.Clean clean ->
                reported == null || released ? Duration.ZERO : delayOfEnd(due, reported);
            case DriftAssessment.Excluded excluded -> Duration.ZERO;
            case DriftAssessment.Held held -> Duration.ZERO;
            case DriftAssessment.Unsettled unsettled -> Duration.ZERO;
        };
    }

    private static Duration delayOfEnd(boolean due, DriftedObject reported) {
        if (due) {
            return DUE_RELEASE_RECORD;
        }
        return reported.policy() == TargetPolicy.Drift.CORRECT ? CORRECTION_RECORD : Duration.ZERO;
    }
}
