package io.keelstream.canary.verdict;

import io.keelstream.canary.liveness.Liveness;
import io.keelstream.canary.sampleratio.SampleRatio;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that an analysis remembers: sufficient statistics only, independent of its length. Survives JSON bit for
 * bit: only finite doubles, integers, strings and collections of them. Immutable.
 *
 * @param version of this layout
 * @param ticks ticks that were observed
 * @param lastTick number of the latest tick; meaningless before the first
 * @param stepTicks ticks of the current step in which at least one metric counted
 * @param pods when each pod of each arm was first seen, for the warm-up
 * @param metrics metric name to state
 * @param lastCounted metric name to the latest tick that counted
 * @param liveness of the canary
 * @param sampleRatio the split of the traffic
 */
public record AnalysisState(
        int version,
        long ticks,
        long lastTick,
        long stepTicks,
        PodAges pods,
        SortedMap<String, MetricState> metrics,
        SortedMap<String, Long> lastCounted,
        Liveness liveness,
        SampleRatio sampleRatio) {

    /** The layout that this code reads and writes. */
    public static final int VERSION = 2;

    public AnalysisState {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "analysis state has layout " + version + ", this version reads layout " + VERSION);
        }
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        lastCounted = Collections.unmodifiableSortedMap(new TreeMap<>(lastCounted));
    }
}
