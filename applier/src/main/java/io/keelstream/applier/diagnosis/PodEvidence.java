package io.keelstream.applier.diagnosis;

import io.keelstream.kubernetes.health.PodFailures;
import org.jspecify.annotations.Nullable;

/**
 * Harm that needs no statistics: pods of the new version exit, or are not ready, more than those that it is compared with.
 * Once is chance: it takes two exits beyond the other's, or a quarter as many as there are pods, since many pods have many
 * chances. Pure.
 */
public final class PodEvidence {

    private static final int LEAST = 2;
    private static final int ONE_IN = 4;

    private PodEvidence() {}

    /** What pods without another version to be compared with did; null where it is no evidence. */
    public static @Nullable String against(PodFailures version) {
        return against(version, new PodFailures(version.pods(), 0, 0, ""), "");
    }

    /** What the canary's pods did; null where it is no evidence, or where nothing is there to compare them with. */
    public static @Nullable String against(PodFailures canary, PodFailures baseline) {
        return against(
                canary,
                baseline,
                "; the baseline: " + counted(baseline.exits(), "exit") + ", "
                        + counted(baseline.unready(), "not ready pod") + " of " + baseline.pods());
    }

    /** Whether the pods did so little that nothing could make it evidence. */
    public static boolean isNone(PodFailures failures) {
        return failures.exits() < LEAST && failures.unready() < Math.min(LEAST, Math.max(1, failures.pods()));
    }

    private static @Nullable String against(PodFailures version, PodFailures other, String compared) {
        if (version.pods() == 0 || other.pods() == 0) {
            return null;
        }
        int least = Math.max(LEAST, Math.ceilDiv(version.pods(), ONE_IN));
        String of = " of " + counted(version.pods(), "pod");
        if (version.exits() - share(other.exits(), version, other) >= least) {
            return "its containers end: " + counted(version.exits(), "exit") + of + " (" + version.example() + ")"
                    + compared;
        }
        int unready = version.unready() - share(other.unready(), version, other);
        return unready >= Math.min(least, version.pods())
                ? "its pods lose their readiness: " + version.unready() + of + " for " + PodFailures.UNREADY.toSeconds()
                        + " s or more" + compared
                : null;
    }

    /** What the version would show if it were like the other one. */
    private static int share(int count, PodFailures version, PodFailures other) {
        return Math.ceilDiv(count * version.pods(), other.pods());
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
