package io.keelstream.canary.history;

import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.overdispersion.Noise;
import io.keelstream.canary.overdispersion.NoiseBook;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What earlier analyses showed of one comparison. Immutable.
 *
 * @param chiSquare sum of Pearson's statistics of the blocks around their analysis
 * @param freedom its degrees of freedom
 * @param logRatioSquares sum of the squared log rate ratios of the analyses, each weighted by its reliability
 * @param inverseInformation sum of their binomial variances, weighted likewise
 * @param reliability sum of the weights
 */
public record ComparisonHistory(
        double chiSquare, double freedom, double logRatioSquares, double inverseInformation, double reliability) {

    private static final double PRIOR_FREEDOM = 5;
    private static final double PRIOR_ANALYSES = 1;

    static ComparisonHistory of(Collection<ArmCounts> blocks) {
        ArmCounts all = blocks.stream().reduce(new ArmCounts(0, 0, 0, 0), ArmCounts::plus);
        if (!all.compares() || all.events() == 0) {
            return new ComparisonHistory(0, 0, 0, 0, 0);
        }
        double ratio =
                (all.canaryEvents() + 0.5) * all.baselineTotal() / ((all.baselineEvents() + 0.5) * all.canaryTotal());
        double statistic = 0;
        double used = 0;
        double information = 0;
        for (ArmCounts block : blocks) {
            if (!block.compares() || block.events() < 1e-9) {
                continue;
            }
            double theta = block.canaryShare(ratio);
            double variance = block.events() * theta * (1 - theta);
            double gap = block.canaryEvents() - block.events() * theta;
            statistic += gap * gap / variance;
            used++;
            information += variance;
        }
        double logRatio = StrictMath.log(ratio);
        double prior = Noise.unknown().offsetVariance();
        double weight = prior / (prior + 1 / information);
        return new ComparisonHistory(
                statistic, Math.max(0, used - 1), weight * logRatio * logRatio, weight / information, weight);
    }

    ComparisonHistory plus(ComparisonHistory other) {
        return new ComparisonHistory(
                chiSquare + other.chiSquare,
                freedom + other.freedom,
                logRatioSquares + other.logRatioSquares,
                inverseInformation + other.inverseInformation,
                reliability + other.reliability);
    }

    /** The same with less weight. */
    ComparisonHistory times(double factor) {
        return new ComparisonHistory(
                factor * chiSquare,
                factor * freedom,
                factor * logRatioSquares,
                factor * inverseInformation,
                factor * reliability);
    }

    /** What several comparisons teach together. */
    static NoiseBook noise(Map<String, ComparisonHistory> histories) {
        Map<String, Noise> noise = new TreeMap<>();
        histories.forEach((comparison, history) -> noise.put(comparison, history.noise()));
        return new NoiseBook(noise);
    }

    /** Known is what was seen more of than the prior weighs; until then the analysis watches its own noise too. */
    private Noise noise() {
        double dispersion = dispersion();
        double observed = Math.max(0, logRatioSquares - dispersion * inverseInformation);
        double prior = Noise.unknown().offsetVariance();
        double offset = (PRIOR_ANALYSES * prior + observed) / (PRIOR_ANALYSES + reliability);
        return new Noise(dispersion, offset, freedom > PRIOR_FREEDOM);
    }

    /** The mean chi-square, its excess over 1 shrunk by as much as it may be chance. */
    private double dispersion() {
        double blended = (PRIOR_FREEDOM * Noise.PRIOR_DISPERSION + chiSquare) / (PRIOR_FREEDOM + freedom);
        double excess = Math.max(0, blended - 1);
        double error = blended * StrictMath.sqrt(2 / (PRIOR_FREEDOM + freedom));
        return 1 + excess * excess * excess / (excess * excess + error * error);
    }
}
