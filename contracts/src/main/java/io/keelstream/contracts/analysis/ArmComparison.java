package io.keelstream.contracts.analysis;

import io.keelstream.contracts.event.Inline;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of canary and baseline. A number without a finite value is null.
 *
 * @param name the metric's name, with {@code /<quantile>} for a histogram
 * @param ratio how the arms compare
 * @param evidence what it says
 * @param bound upper bound of the histogram bucket above which requests count as slow, in the metric's unit; null elsewhere
 * @param baseline what was counted on the baseline
 * @param canary what was counted on the canary
 * @param blamed whether a verdict of FAIL rests on it
 */
public record ArmComparison(
        String name,
        @Inline Ratio ratio,
        @Inline Evidence evidence,
        @Nullable Double bound,
        ArmCount baseline,
        ArmCount canary,
        boolean blamed) {

    /**
     * How two arms compare.
     *
     * @param estimate rate or level of the canary over the baseline's; of an objective the canary's share of good events
     * @param low lower end of its 95 % interval
     * @param high upper end of its 95 % interval
     */
    public record Ratio(
            @Nullable Double estimate,
            @Nullable Double low,
            @Nullable Double high) {}

    /**
     * What a comparison says of the canary.
     *
     * @param logE natural logarithm of its evidence of harm
     * @param logPass natural logarithm of one over the probability of so few events at the margin; a pass needs a little more
     *     than that of one over {@code wrongPass}; it begins anew with each step
     */
    public record Evidence(@Nullable Double logE, @Nullable Double logPass) {}
}
