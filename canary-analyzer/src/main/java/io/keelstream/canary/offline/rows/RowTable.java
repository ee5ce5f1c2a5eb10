package io.keelstream.canary.offline.rows;

import io.keelstream.canary.config.MetricConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of one file in columns: about 45 bytes each, so that a million ticks fit into a small heap. Not safe for use
 * by several threads.
 */
final class RowTable {

    private static final int FIRST_CAPACITY = 1_024;

    private final List<MetricConfig> metrics = new ArrayList<>();
    private final List<String> pods = new ArrayList<>();
    private final Map<String, Integer> metricIndex = new HashMap<>();
    private final Map<String, Integer> podIndex = new HashMap<>();
    private long[] ticks = new long[FIRST_CAPACITY];
    private int[] metricOf = new int[FIRST_CAPACITY];
    private int[] podOf = new int[FIRST_CAPACITY];
    private boolean[] canary = new boolean[FIRST_CAPACITY];
    private double[] first = new double[FIRST_CAPACITY];
    private double[] second = new double[FIRST_CAPACITY];
    private int size;
    private boolean sorted = true;
    private int[] order = new int[0];

    void add(Row row) {
        if (size == ticks.length) {
            grow();
        }
        sorted &= size == 0 || ticks[size - 1] <= row.tick();
        ticks[size] = row.tick();
        metricOf[size] = index(row.metric().name(), row.metric(), metrics, metricIndex);
        podOf[size] = index(row.pod(), row.pod(), pods, podIndex);
        canary[size] = row.canary();
        first[size] = row.first();
        second[size] = row.second();
        size++;
    }

    int size() {
        return size;
    }

    /** Puts the rows into the order of their ticks; rows of one tick keep no particular order. */
    void sort() {
        order = IntStream.range(0, size).toArray();
        if (!sorted) {
            order = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparingLong(row -> ticks[row]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    /** The row at a position after {@link #sort}. */
    Row at(int position) {
        int row = order[position];
        return new Row(
                ticks[row], canary[row], metrics.get(metricOf[row]), pods.get(podOf[row]), first[row], second[row]);
    }

    long tickAt(int position) {
        return ticks[order[position]];
    }

    private static <T> int index(String name, T item, List<T> items, Map<String, Integer> indexes) {
        Integer known = indexes.get(name);
        if (known != null) {
            return known;
        }
        indexes.put(name, items.size());
        items.add(item);
        return items.size() - 1;
    }

    private void grow() {
        int capacity = size * 2;
        ticks = Arrays.copyOf(ticks, capacity);
        metricOf = Arrays.copyOf(metricOf, capacity);
        podOf = Arrays.copyOf(podOf, capacity);
        canary = Arrays.copyOf(canary, capacity);
        first = Arrays.copyOf(first, capacity);
        second = Arrays.copyOf(second, capacity);
    }
}
