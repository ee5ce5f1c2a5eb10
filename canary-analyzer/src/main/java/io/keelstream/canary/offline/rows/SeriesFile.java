package io.keelstream.canary.offline.rows;

import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A file of observations as one value per metric, arm and tick: a ratio as events over total of all pods, a level as the
 * mean over pods. A tick that the file knows, but not of this metric and arm, is NaN. Order and repetition of rows do not
 * matter. Immutable after reading.
 */
public final class SeriesFile {

    private final SortedSet<Long> ticks = new TreeSet<>();
    private final Map<String, Map<Long, Map<String, Fraction>>> baseline = new HashMap<>();
    private final Map<String, Map<Long, Map<String, Fraction>>> canary = new HashMap<>();

    private long unusable;

    private SeriesFile() {}

    /**
     * Reads all rows.
     *
     * @param file name of the file, for errors
     * @param content CSV with a header, or JSON lines
     * @param metrics names of the metrics that are used; rows of others are checked and dropped
     * @throws io.keelstream.canary.configuration.MalformedInputException naming file, line and remedy
     */
    public static SeriesFile read(String file, Reader content, Set<String> metrics) throws IOException {
        SeriesFile series = new SeriesFile();
        RowReader.read(file, content, row -> {
            row.check();
            series.ticks.add(row.tickNumber());
            if (metrics.contains(row.metric()) && series.isUsable(row.fraction())) {
                (row.isCanary() ? series.canary : series.baseline)
                        .computeIfAbsent(row.metric(), key -> new TreeMap<>())
                        .computeIfAbsent(row.tickNumber(), key -> new TreeMap<>())
                        .merge(row.pod(), row.fraction(), Fraction::greater);
            }
        });
        return series;
    }

    /** Values of the baseline by metric, in the order of time. */
    public Map<String, double[]> baseline() {
        return values(baseline);
    }

    /** Values of the canary by metric, in the order of time. */
    public Map<String, double[]> canary() {
        return values(canary);
    }

    /** How many readings were left out because they cannot be used. */
    public long unusable() {
        return unusable;
    }

    /** Number of the last tick; 0 without rows. */
    public long lastTick() {
        return ticks.isEmpty() ? 0 : ticks.last();
    }

    private boolean isUsable(Fraction value) {
        unusable += value.isUsable() ? 0 : 1;
        return value.isUsable();
    }

    private Map<String, double[]> values(Map<String, Map<Long, Map<String, Fraction>>> arm) {
        Map<String, double[]> values = new HashMap<>();
        arm.forEach((metric, read) -> values.put(
                metric,
                ticks.stream()
                        .mapToDouble(tick ->
                                Fraction.of(read.getOrDefault(tick, Map.of()).values()))
                        .toArray()));
        return values;
    }
}
