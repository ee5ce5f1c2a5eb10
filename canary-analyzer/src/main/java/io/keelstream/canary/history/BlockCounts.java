package io.keelstream.canary.history;

import io.keelstream.canary.observations.ArmCounts;
import java.util.Collection;
import java.util.TreeMap;

/** Sums of one comparison per block of time, from running sums. Not safe for use by several threads. */
final class BlockCounts {

    private final TreeMap<Long, ArmCounts> sums = new TreeMap<>();

    void add(long block, ArmCounts after, ArmCounts before) {
        ArmCounts tick = new ArmCounts(
                after.baselineEvents() - before.baselineEvents(),
                after.baselineTotal() - before.baselineTotal(),
                after.canaryEvents() - before.canaryEvents(),
                after.canaryTotal() - before.canaryTotal());
        sums.merge(block, tick, ArmCounts::plus);
    }

    Collection<ArmCounts> blocks() {
        return sums.values();
    }
}
