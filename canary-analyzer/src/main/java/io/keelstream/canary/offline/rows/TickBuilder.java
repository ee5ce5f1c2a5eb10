package io.keelstream.canary.offline.rows;

import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Tick;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the rows of one tick together, whatever their order. Not safe for use by several threads. */
final class TickBuilder {

    private final long number;
    private final SortedMap<String, BothArms> metrics = new TreeMap<>();
    private long unusable;

    TickBuilder(long number) {
        this.number = number;
    }

    void add(Row row) {
        BothArms arms = metrics.computeIfAbsent(row.metric().name(), key -> new BothArms(new ArmRows(), new ArmRows()));
        boolean used = (row.canary() ? arms.canary : arms.baseline).add(row);
        unusable += used ? 0 : 1;
    }

    /** Readings that were left out; complete after {@link #build}. */
    long unusable() {
        return unusable;
    }

    Tick build() {
        SortedMap<String, MetricTick> ticks = new TreeMap<>();
        metrics.forEach((name, arms) -> {
            MetricTick tick = new MetricTick(arms.baseline.readings(), arms.canary.readings());
            unusable += arms.baseline.contradictions() + arms.canary.contradictions();
            if (!tick.baseline().isEmpty() || !tick.canary().isEmpty()) {
                ticks.put(name, tick);
            }
        });
        return new Tick(number, ticks);
    }

    /** The rows of one metric. */
    private record BothArms(ArmRows baseline, ArmRows canary) {}
}
