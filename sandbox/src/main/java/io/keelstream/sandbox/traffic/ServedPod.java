package io.keelstream.sandbox.traffic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/**
 * What one pretended pod answered since it began, and what it showed at each second of the last quarter of an hour.
 * Confined to the traffic's lock.
 */
final class ServedPod {

    private static final int KEPT = 900;

    private final String namespace;
    private final String name;
    private final Behaviour behaviour;
    private final SplittableRandom random;
    private final Answered ok = new Answered();
    private final Answered failed = new Answered();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private int heard;

    /** The counters at one moment, of what succeeded and of what failed. */
    record Sample(long millis, Answered ok, Answered failures) {

        long count(boolean failed) {
            return (failed ? failures : ok).count;
        }

        long[] below(boolean failed) {
            return (failed ? failures : ok).below;
        }
    }

    /** A value at one moment. */
    record Point(long millis, long value) {}

    private static final class Answered {
        private long count;
        private final long[] below;

        Answered() {
            this.below = new long[Behaviour.BOUNDS.length];
        }

        private Answered(Answered other) {
            this.count = other.count;
            this.below = other.below.clone();
        }

        void add(double seconds) {
            count++;
            for (int i = below.length - 1; i >= 0 && seconds <= Behaviour.BOUNDS[i]; i--) {
                below[i]++;
            }
        }
    }

    ServedPod(String namespace, String name, String uid, String image) {
        this.namespace = namespace;
        this.name = name;
        this.behaviour = Behaviour.of(image);
        this.random = new SplittableRandom(uid.hashCode());
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    void serve(long requests) {
        if (behaviour == Behaviour.SILENT && heard > Behaviour.HEARD_SECONDS) {
            return;
        }
        for (long i = 0; i < requests; i++) {
            (behaviour.fails(random) ? failed : ok).add(behaviour.seconds(random));
        }
    }

    void scrape(long millis) {
        heard += ok.count + failed.count > 0 ? 1 : 0;
        samples.addLast(new Sample(millis, new Answered(ok), new Answered(failed)));
        if (samples.size() > KEPT) {
            samples.removeFirst();
        }
    }

    /** When it was scraped last; 0 before. */
    long scrapedAt() {
        return samples.isEmpty() ? 0 : samples.getLast().millis();
    }

    /** The values of a counter after {@code from}, and not after {@code to}. */
    List<Point> values(long from, long to, ToLongFunction<Sample> counter) {
        List<Point> points = new ArrayList<>();
        for (Sample sample : samples) {
            if (sample.millis() > from && sample.millis() <= to) {
                points.add(new Point(sample.millis(), counter.applyAsLong(sample)));
            }
        }
        return points;
    }
}
