package io.keelstream.canary.mannwhitney;

/**
 * How large a significant difference must be to matter. Immutable.
 *
 * @param measure of the size
 * @param allowedIncrease size from which on more is bad
 * @param allowedDecrease size up to which less is bad
 * @param criticalIncrease size from which on more of a critical metric makes the score 0
 * @param criticalDecrease size up to which less of a critical metric makes the score 0
 */
public record EffectLimits(
        Measure measure,
        double allowedIncrease,
        double allowedDecrease,
        double criticalIncrease,
        double criticalDecrease) {

    /** What size is. */
    public enum Measure {
        /** Mean of the canary over mean of the baseline; 1 = equal. */
        MEAN_RATIO("meanRatio", 1),
        /** Probability that a value of the canary exceeds one of the baseline; 0.5 = equal. */
        COMMON_LANGUAGE("cles", 0.5);

        private final String key;
        private final double equal;

        Measure(String key, double equal) {
            this.key = key;
            this.equal = equal;
        }

        /** As a canary configuration writes it. */
        public String key() {
            return key;
        }

        /** The size of no difference. */
        public double equal() {
            return equal;
        }

        /** The size of a difference. */
        double of(double[] canary, double[] baseline) {
            return switch (this) {
                case MEAN_RATIO -> EffectSizes.meanRatio(canary, baseline);
                case COMMON_LANGUAGE -> EffectSizes.commonLanguage(canary, baseline);
            };
        }
    }

    /** Every significant difference is bad. */
    public static EffectLimits none() {
        return new EffectLimits(Measure.MEAN_RATIO, 1, 1, 1, 1);
    }
}
