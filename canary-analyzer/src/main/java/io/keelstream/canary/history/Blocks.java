package io.keelstream.canary.history;

import io.keelstream.canary.observations.ArmCounts;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counts of each comparison of an analysis per block of {@link #LENGTH}: what is learned from once the analysis has turned out
 * healthy. Bounded: of an analysis of more than a day the first day counts. Not safe for use by several threads.
 */
public final class Blocks {

    /** Length of a block. */
    public static final Duration LENGTH = Duration.ofMinutes(15);

    private static final int MOST = 96;

    private final SortedMap<String, SortedMap<Long, ArmCounts>> counts = new TreeMap<>();

    /** Of an analysis that begins. */
    public Blocks() {}

    /**
     * Of an analysis that goes on.
     *
     * @param counts comparison to block to counts, as {@link #counts} said
     */
    public Blocks(Map<String, ? extends Map<Long, ArmCounts>> counts) {
        counts.forEach((comparison, blocks) -> this.counts.put(comparison, new TreeMap<>(blocks)));
    }

    /**
     * Adds a tick.
     *
     * @param block number of its block, from the begin of the analysis
     * @param before comparison to its running sums before the tick
     * @param after likewise after it
     */
    public void add(long block, Map<String, ArmCounts> before, Map<String, ArmCounts> after) {
        after.forEach((comparison, sums) -> {
            SortedMap<Long, ArmCounts> blocks = counts.computeIfAbsent(comparison, _ -> new TreeMap<>());
            if (blocks.size() < MOST || blocks.containsKey(block)) {
                blocks.merge(block, sums.minus(before.getOrDefault(comparison, sums)), ArmCounts::plus);
            }
        });
    }

    /** Comparison to block to counts. */
    public SortedMap<String, SortedMap<Long, ArmCounts>> counts() {
        return new TreeMap<>(counts);
    }

    /** What the analysis shows of each comparison. */
    SortedMap<String, ComparisonHistory> learned() {
        SortedMap<String, ComparisonHistory> learned = new TreeMap<>();
        counts.forEach((comparison, blocks) -> learned.put(comparison, ComparisonHistory.of(blocks.values())));
        return learned;
    }
}
