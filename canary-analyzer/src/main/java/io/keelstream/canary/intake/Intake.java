package io.keelstream.canary.intake;

import io.keelstream.canary.observations.Tick;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds ticks back until nothing more can come for them.
 *
 * <p>A tick is complete when a reading of a tick at least {@code lateness} later has been seen. Until then readings are
 * merged by {@link Merging}, which does not depend on their order; so any order of arrival within the lateness yields the
 * same complete ticks in the same order. Readings of a tick that was handed out already are dropped and counted.
 * Immutable.
 *
 * @param pending ticks that are not complete, by number
 * @param newest greatest tick number seen; meaningless before the first
 * @param started whether a reading has been seen
 * @param dropped readings that came too late, in ticks
 */
public record Intake(SortedMap<Long, Tick> pending, long newest, boolean started, long dropped) {

    public Intake {
        pending = Collections.unmodifiableSortedMap(new TreeMap<>(pending));
    }

    /** Before the first reading. */
    public static Intake empty() {
        return new Intake(new TreeMap<>(), 0, false, 0);
    }

    /**
     * What happened to some readings.
     *
     * @param intake what is held back now
     * @param complete the ticks that have become complete, in the order of their numbers
     */
    public record Accepted(Intake intake, List<Tick> complete) {

        public Accepted {
            complete = List.copyOf(complete);
        }
    }

    /**
     * Takes readings of one tick, some or all of them.
     *
     * @param readings what was read
     * @param lateness in ticks, at least 0; the same at every call
     */
    public Accepted accept(Tick readings, long lateness) {
        if (started && readings.number() <= newest - lateness) {
            return new Accepted(new Intake(pending, newest, true, dropped + 1), List.of());
        }
        TreeMap<Long, Tick> next = new TreeMap<>(pending);
        next.merge(readings.number(), readings, Merging::ticks);
        long latest = started ? Math.max(newest, readings.number()) : readings.number();
        List<Tick> complete = new ArrayList<>();
        while (!next.isEmpty() && next.firstKey() <= latest - lateness) {
            complete.add(next.pollFirstEntry().getValue());
        }
        return new Accepted(new Intake(next, latest, true, dropped), complete);
    }

    /** Hands out everything that is held back: no more will come. */
    public List<Tick> rest() {
        return List.copyOf(pending.values());
    }
}
