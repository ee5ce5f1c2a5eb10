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
 * @param progress how far it is
 * @param pods when each pod of each arm is warm
 * @param metrics metric name to state
 * @param lastRead when each metric was read last
 * @param liveness of the canary
 * @param sampleRatio the split of the traffic
 */
public record AnalysisState(
        int version,
        Progress progress,
        PodAges pods,
        SortedMap<String, MetricState> metrics,
        LastRead lastRead,
        Liveness liveness,
        SampleRatio sampleRatio) {

    /** The layout that this code reads and writes. */
    public static final int VERSION = 4;

    public AnalysisState {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "analysis state has layout " + version + ", this version reads layout " + VERSION);
        }
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    /**
     * How far an analysis is.
     *
     * @param ticks ticks that were observed
     * @param lastTick number of the latest tick; meaningless before the first
     * @param stepTicks ticks of the current step that count: both arms were read, and the canary had requests where a metric
     *     counts any
     * @param stepRequests counted requests of the canary in the current step
     */
    public record Progress(long ticks, long lastTick, long stepTicks, double stepRequests) {

        static final Progress NONE = new Progress(0, 0, 0, 0);
    }

    /**
     * When each metric was read last.
     *
     * @param baseline metric name to the latest tick in which warm pods of the baseline were read
     * @param canary likewise of the canary
     */
    public record LastRead(SortedMap<String, Long> baseline, SortedMap<String, Long> canary) {

        static final LastRead NONE = new LastRead(new TreeMap<>(), new TreeMap<>());

        public LastRead {
            baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
            canary = Collections.unmodifiableSortedMap(new TreeMap<>(canary));
        }
    }

    /** Ticks that were observed. */
    public long ticks() {
        return progress.ticks();
    }

    /** Number of the latest tick; meaningless before the first. */
    public long lastTick() {
        return progress.lastTick();
    }

    /** Ticks of the current step that count. */
    public long stepTicks() {
        return progress.stepTicks();
    }

    /** Counted requests of the canary in the current step. */
    public double stepRequests() {
        return progress.stepRequests();
    }

    /** Metric name to the latest tick in which warm pods of the baseline were read. */
    public SortedMap<String, Long> baselineRead() {
        return lastRead.baseline();
    }

    /** Likewise of the canary. */
    public SortedMap<String, Long> canaryRead() {
        return lastRead.canary();
    }
}
