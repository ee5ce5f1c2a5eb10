package io.keelstream.benchmarks.canary.scenario;

import java.util.Locale;

/** What is true of a canary. */
public enum Truth {
    /** No different from the baseline. */
    HARMLESS,
    /** Worse, but not beyond the margin. */
    WITHIN_MARGIN,
    /** Worse than the margin on some metric, at the latest at the end. */
    HARMFUL,
    /** Not the canary's fault, but nothing can be concluded. */
    UNDECIDABLE;

    /** In words. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
