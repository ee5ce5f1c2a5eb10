package io.keelstream.canary.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What is declared about one analysis.
 *
 * @param interval length of a tick
 * @param warmup age that every pod must have before its readings count
 * @param soak least time of counted readings before a pass
 * @param falseAlarm probability of ever failing a harmless canary, over the whole analysis and all metrics
 * @param wrongPass probability of ever passing a canary worse than the margin
 * @param canaryShare the canary's share of the requests of both arms that the router was asked for; empty = not checked
 * @param metrics at least one; names unique
 */
public record AnalysisConfig(
        Duration interval,
        Duration warmup,
        Duration soak,
        double falseAlarm,
        double wrongPass,
        OptionalDouble canaryShare,
        List<MetricConfig> metrics) {

    public AnalysisConfig {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval must be longer than 0, got " + interval);
        }
        if (warmup.isNegative() || soak.isNegative()) {
            throw new IllegalArgumentException("warmup and soak must not be negative, got " + warmup + " and " + soak);
        }
        Checks.inside("falseAlarm", falseAlarm, 0, 1);
        Checks.inside("wrongPass", wrongPass, 0, 1);
        canaryShare.ifPresent(share -> Checks.inside("canaryShare", share, 0, 1));
        metrics = List.copyOf(metrics);
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("metrics must not be empty");
        }
        Set<String> names = new HashSet<>();
        for (MetricConfig metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("metrics names '" + metric.name() + "' twice");
            }
        }
    }

    /** The same with ticks of another length. */
    public AnalysisConfig every(Duration otherInterval) {
        return new AnalysisConfig(otherInterval, warmup, soak, falseAlarm, wrongPass, canaryShare, metrics);
    }

    /** The same with a share that the router was asked for, unless one was declared. */
    public AnalysisConfig asked(OptionalDouble share) {
        OptionalDouble known = canaryShare.isPresent() ? canaryShare : share;
        return new AnalysisConfig(interval, warmup, soak, falseAlarm, wrongPass, known, metrics);
    }

    /** The warm-up in whole ticks, rounded up. */
    public long warmupTicks() {
        return ticks(warmup);
    }

    /** The soak in whole ticks, rounded up. */
    public long soakTicks() {
        return ticks(soak);
    }

    private long ticks(Duration duration) {
        return Math.ceilDiv(duration.toMillis(), interval.toMillis());
    }
}
