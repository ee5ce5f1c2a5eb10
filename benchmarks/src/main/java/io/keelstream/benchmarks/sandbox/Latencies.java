package io.keelstream.benchmarks.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured times. Used by one thread. */
final class Latencies {

    private final List<Long> nanos = new ArrayList<>();

    void add(long time) {
        nanos.add(time);
    }

    /**
     * The time that so many of all do not exceed.
     *
     * @param share from 0 to 1
     */
    double milliseconds(double share) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int index = Math.max(0, (int) Math.ceil(share * sorted.size()) - 1);
        return sorted.get(index) / 1e6;
    }
}
