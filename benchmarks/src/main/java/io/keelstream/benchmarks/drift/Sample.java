package io.keelstream.benchmarks.drift;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Changes a random part of the fleet manually, one object after the other, and says when each was sent. Used by one thread. */
final class Sample {

    private final List<String> names;
    private final List<Long> sent = new ArrayList<>();

    private Sample(List<String> names) {
        this.names = names;
    }

    /**
     * A part of the fleet's ConfigMaps.
     *
     * @param from where it begins in the order that the seed makes
     */
    static Sample of(Fleet fleet, int from, int size, long seed) {
        List<String> all = new ArrayList<>(fleet.configMaps());
        Collections.shuffle(all, new Random(seed));
        return new Sample(List.copyOf(all.subList(from, from + size)));
    }

    /** Changes each of them to the value, with a pause after each. */
    void change(ManualChanges manual, String value, Duration pause) throws InterruptedException {
        for (String name : names) {
            sent.add(manual.change(name, value));
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
    }

    /** Milliseconds from when each was sent. */
    List<Double> until(Moment moment) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            millis.add((moment.of(names.get(i)) - sent.get(i)) / 1e6);
        }
        return millis;
    }

    /** When something happened to a ConfigMap. */
    @FunctionalInterface
    interface Moment {
        /** As {@link System#nanoTime}. */
        long of(String name) throws Exception;
    }
}
