package io.keelstream.canary.config;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is declared about one analysis.
 *
 * @param timing lengths of time
 * @param falseAlarm probability of ever failing a harmless canary, over the whole analysis and all metrics
 * @param wrongPass probability of ever passing a canary worse than the margin
 * @param canaryShare the canary's share of the requests of both arms that the router was asked for; empty = not checked
 * @param metrics at least one; names unique
 * @param roles metric name to what it may decide; every metric of the analysis, at least one of them a gate
 * @param arms what the arms are to each other
 */
public record AnalysisConfig(
        Timing timing,
        double falseAlarm,
        double wrongPass,
        OptionalDouble canaryShare,
        List<MetricConfig> metrics,
        SortedMap<String, Role> roles,
        Arms arms) {

    /** The probability of a false alarm of a block that names none. */
    public static final double FALSE_ALARM = 0.01;

    /** The probability of a wrong pass of a block that names none. */
    public static final double WRONG_PASS = 0.05;

    /**
     * Lengths of time.
     *
     * @param interval length of a tick
     * @param warmup age that every pod must have before its readings count
     * @param soak least time of counted readings before a pass
     */
    public record Timing(Duration interval, Duration warmup, Duration soak) {

        public Timing {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("interval must be longer than 0, got " + interval);
            }
            if (warmup.isNegative() || soak.isNegative()) {
                throw new IllegalArgumentException(
                        "warmup and soak must not be negative, got " + warmup + " and " + soak);
            }
        }
    }

    public AnalysisConfig {
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
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
        if (!roles.keySet().equals(names)) {
            throw new IllegalArgumentException("roles must name every metric, got " + roles.keySet());
        }
        if (!roles.containsValue(Role.GATE)) {
            throw new IllegalArgumentException("at least one metric must have the role gate: nothing else can pass");
        }
    }

    /** An analysis all of whose metrics are gates. */
    public AnalysisConfig(
            Timing timing,
            double falseAlarm,
            double wrongPass,
            OptionalDouble canaryShare,
            List<MetricConfig> metrics) {
        this(timing, falseAlarm, wrongPass, canaryShare, metrics, gates(metrics));
    }

    /** An analysis whose arms get the shares that were asked for. */
    public AnalysisConfig(
            Timing timing,
            double falseAlarm,
            double wrongPass,
            OptionalDouble canaryShare,
            List<MetricConfig> metrics,
            SortedMap<String, Role> roles) {
        this(timing, falseAlarm, wrongPass, canaryShare, metrics, roles, Arms.SPLIT);
    }

    /** Length of a tick. */
    public Duration interval() {
        return timing.interval();
    }

    /** Age that every pod must have before its readings count. */
    public Duration warmup() {
        return timing.warmup();
    }

    /** Least time of counted readings before a pass. */
    public Duration soak() {
        return timing.soak();
    }

    /** What a metric may decide. */
    public Role role(MetricConfig metric) {
        return Objects.requireNonNull(roles.get(metric.name()));
    }

    /** The same with ticks of another length. */
    public AnalysisConfig every(Duration otherInterval) {
        return new AnalysisConfig(
                new Timing(otherInterval, warmup(), soak()), falseAlarm, wrongPass, canaryShare, metrics, roles, arms);
    }

    /** The same with arms that are something else to each other. */
    public AnalysisConfig between(Arms others) {
        return new AnalysisConfig(timing, falseAlarm, wrongPass, canaryShare, metrics, roles, others);
    }

    /** Whether a canary without requests has failed while the baseline has some. */
    public boolean silenceFails() {
        return arms == Arms.SPLIT;
    }

    /**
     * The same for one step of a release, which asks for no less than was declared.
     *
     * @param share the canary's share that the router was asked for; not used where one was declared
     * @param stepWarmup age that every new pod must have
     * @param stepSoak least counted time of the step
     */
    public AnalysisConfig atStep(OptionalDouble share, Duration stepWarmup, Duration stepSoak) {
        return new AnalysisConfig(
                new Timing(interval(), longer(warmup(), stepWarmup), longer(soak(), stepSoak)),
                falseAlarm,
                wrongPass,
                canaryShare.isPresent() ? canaryShare : share,
                metrics,
                roles,
                arms);
    }

    /** The warm-up in whole ticks, rounded up. */
    public long warmupTicks() {
        return ticks(warmup());
    }

    /** The soak in whole ticks, rounded up. */
    public long soakTicks() {
        return ticks(soak());
    }

    private static SortedMap<String, Role> gates(List<MetricConfig> metrics) {
        SortedMap<String, Role> gates = new TreeMap<>();
        metrics.forEach(metric -> gates.put(metric.name(), Role.GATE));
        return gates;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private long ticks(Duration duration) {
        return Math.ceilDiv(duration.toMillis(), interval().toMillis());
    }
}
