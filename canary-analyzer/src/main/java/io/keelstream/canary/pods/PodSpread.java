package io.keelstream.canary.pods;

import io.keelstream.canary.observations.Counts;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much the rates of equal pods differ, learned from the counts of each pod.
 *
 * <p>The variance tau squared of the log rate between pods of one arm is estimated by the method of moments
 * (DerSimonian and Laird 1986): {@code (Q - (m-1) phi) / (sum e - sum e^2 / sum e)} where e are the expected events per
 * pod and Q is Pearson's statistic, both arms pooled, never below 0, and blended with the prior by its information. It
 * needs two pods in an arm; with one pod a version and its pod cannot be distinguished.
 *
 * <p>Immutable.
 *
 * @param baseline sums per pod, empty where pods are not distinguished
 * @param canary likewise
 */
public record PodSpread(SortedMap<String, Counts> baseline, SortedMap<String, Counts> canary) {

    public PodSpread {
        baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
        canary = Collections.unmodifiableSortedMap(new TreeMap<>(canary));
    }

    /** Before the first tick. */
    public static PodSpread none() {
        return new PodSpread(new TreeMap<>(), new TreeMap<>());
    }

    /** After a tick with these counts per pod. */
    public PodSpread after(SortedMap<String, Counts> baselineTick, SortedMap<String, Counts> canaryTick) {
        return new PodSpread(sum(baseline, baselineTick), sum(canary, canaryTick));
    }

    /**
     * The variance of the log rate ratio of two harmless arms that comes from their pods: tau squared (1/m_c + 1/m_b).
     *
     * @param priorVariance tau squared as believed beforehand
     * @param dispersion phi, at least 1
     */
    public double offsetVariance(double priorVariance, double dispersion) {
        double inversePods = 1.0 / Math.max(1, baseline.size()) + 1.0 / Math.max(1, canary.size());
        return tauSquared(priorVariance, dispersion) * inversePods;
    }

    private double tauSquared(double prior, double dispersion) {
        Moments moments = Moments.of(baseline.values()).plus(Moments.of(canary.values()));
        if (moments.freedom == 0 || moments.scale <= 0) {
            return prior;
        }
        double observed = Math.max(0, (moments.statistic - moments.freedom * dispersion) / moments.scale);
        double reliability = moments.scale * prior / (moments.scale * prior + moments.freedom * dispersion);
        double weight = moments.freedom * reliability;
        return (prior + weight * observed) / (1 + weight);
    }

    private static SortedMap<String, Counts> sum(SortedMap<String, Counts> sums, SortedMap<String, Counts> tick) {
        if (tick.size() == 1 && tick.containsKey("")) {
            return sums;
        }
        SortedMap<String, Counts> next = new TreeMap<>(sums);
        for (Map.Entry<String, Counts> pod : tick.entrySet()) {
            next.merge(pod.getKey(), pod.getValue(), Counts::plus);
        }
        return next;
    }

    /** Pearson's statistic of one arm, its degrees of freedom, and how it grows with tau squared. */
    private record Moments(double statistic, double freedom, double scale) {

        static Moments of(Collection<Counts> pods) {
            Counts arm = pods.stream().reduce(Counts.NONE, Counts::plus);
            if (pods.size() < 2 || arm.events() == 0 || arm.events() >= arm.total()) {
                return new Moments(0, 0, 0);
            }
            double rate = arm.events() / arm.total();
            double statistic = 0;
            double squares = 0;
            for (Counts pod : pods) {
                double expected = pod.total() * rate;
                double gap = pod.events() - expected;
                statistic += expected == 0 ? 0 : gap * gap / (expected * (1 - rate));
                squares += expected * expected;
            }
            double scale = (arm.events() - squares / arm.events()) / (1 - rate);
            return new Moments(statistic, pods.size() - 1.0, scale);
        }

        Moments plus(Moments other) {
            return new Moments(statistic + other.statistic, freedom + other.freedom, scale + other.scale);
        }
    }
}
