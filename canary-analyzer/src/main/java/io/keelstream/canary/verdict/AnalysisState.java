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
 * @param stepTicks ticks of the current step that count: both arms were read, and the canary had requests where a metric
 *     counts any
 * @param stepRequests counted requests of the canary in the current step
 * @param pods when each pod of each arm is warm
 * @param metrics metric name to state
 * @param baselineRead metric name to the latest tick in which warm pods of the baseline were read
 * @param canaryRead likewise of the canary
 * @param liveness of the canary
 * @param sampleRatio the split of the traffic
 */
public record AnalysisState(
        int version,
        long ticks,
        long lastTick,
        long stepTicks,
        double stepRequests,
        PodAges pods,
        SortedMap<String, MetricState> metrics,
        SortedMap<String, Long> baselineRead,
        SortedMap<String, Long> canaryRead,
        Liveness liveness,
        SampleRatio sampleRatio) {

    /** The layout that this code reads and writes. */
    public static final int VERSION = 3;

    public AnalysisState {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "analysis state has layout " + version + ", this version reads layout " + VERSION);
        }
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        baselineRead = Collections.unmodifiableSortedMap(new TreeMap<>(baselineRead));
        canaryRead = Collections.unmodifiableSortedMap(new TreeMap<>(canaryRead));
    }
}
