package io.keelstream.canary.history;

import io.keelstream.canary.overdispersion.NoiseBook;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the healthy trials of a target taught about its noise. A trial is judged by the trials before it alone, from its begin to its
 * end, and counts once however often it passed; harm that shows after a pass takes back what it taught. What was learned fades,
 * since services change. Immutable.
 *
 * @param version of this layout
 * @param configDigest digest of the configuration of the analyses: with another one nothing is known
 * @param earlier comparison to what the trials before the latest taught
 * @param trial the latest one that passed; empty before any
 * @param latest comparison to what it taught
 */
public record NoiseHistory(
        int version,
        String configDigest,
        SortedMap<String, ComparisonHistory> earlier,
        String trial,
        SortedMap<String, ComparisonHistory> latest) {

    /** The layout that this code reads and writes. */
    public static final int VERSION = 1;

    /** What a trial counts after each later one: together as many as ten. */
    private static final double FADING = 0.9;

    public NoiseHistory {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "the history has layout " + version + ", this version reads layout " + VERSION);
        }
        earlier = Collections.unmodifiableSortedMap(new TreeMap<>(earlier));
        latest = Collections.unmodifiableSortedMap(new TreeMap<>(latest));
    }

    /** Before any healthy trial. */
    public static NoiseHistory none(String configDigest) {
        return new NoiseHistory(VERSION, configDigest, new TreeMap<>(), "", new TreeMap<>());
    }

    /** What is believed about the noise of a trial. */
    public NoiseBook noise(String of) {
        return ComparisonHistory.noise(before(of));
    }

    /** After a trial passed. */
    public NoiseHistory passed(String passed, Blocks blocks) {
        return new NoiseHistory(VERSION, configDigest, before(passed), passed, blocks.learned());
    }

    /** After a trial failed. */
    public NoiseHistory failed(String failed) {
        return failed.equals(trial) ? new NoiseHistory(VERSION, configDigest, earlier, "", new TreeMap<>()) : this;
    }

    private SortedMap<String, ComparisonHistory> before(String of) {
        if (of.equals(trial) || trial.isEmpty()) {
            return earlier;
        }
        SortedMap<String, ComparisonHistory> all = new TreeMap<>();
        earlier.forEach((comparison, history) -> all.put(comparison, history.times(FADING)));
        latest.forEach((comparison, history) -> all.merge(comparison, history, ComparisonHistory::plus));
        return all;
    }
}
