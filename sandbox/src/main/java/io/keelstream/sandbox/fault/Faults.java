package io.keelstream.sandbox.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The faults of one sandbox. Rules are looked at in the order in which they were added; all that match apply, and the
 * first that refuses or resets ends the request. Thread-safe.
 */
public final class Faults {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final AtomicLong hits = new AtomicLong();
    private final Watches watches;
    private final SkewedClock clock;

    /** What faults do to the watches that are open; the sandbox gives it. */
    public interface Watches {

        /** Ends every open watch, as a server does whose connection broke. */
        void drop();

        /** Whether open and coming watches keep their events (and bookmarks) to themselves. */
        void silence(boolean silent);

        /** Forgets the history, so that no watch can resume from before this moment (410). */
        void forgetHistory();
    }

    /** Faults of a server with these watches and this clock. */
    public Faults(Watches watches, SkewedClock clock) {
        this.watches = watches;
        this.clock = clock;
    }

    /** The server's clock is wrong by so much: every time that it writes from now on. */
    public void skewClock(Duration by) {
        clock.skew(by);
    }

    /** Lets the fault hit every matching request until the returned injection is closed. */
    public Injection inject(RequestMatch match, Fault fault) {
        return inject(match, fault, Long.MAX_VALUE);
    }

    /** Lets the fault hit the next {@code times} matching requests. */
    public Injection inject(RequestMatch match, Fault fault, long times) {
        Rule rule = new Rule(match, fault, new AtomicLong(times));
        rules.add(rule);
        return () -> rules.remove(rule);
    }

    /** Ends every open watch; clients may connect again at once. */
    public void dropWatches() {
        watches.drop();
    }

    /** Open and coming watches stay connected but deliver nothing, also later. */
    public void silenceWatches() {
        watches.silence(true);
    }

    /** Watches that start from now on speak again; those that were silent lose their connection. */
    public void unsilenceWatches() {
        watches.silence(false);
    }

    /** Watches that resume from before this moment get 410. */
    public void forgetHistory() {
        watches.forgetHistory();
    }

    /** Takes every injected fault back, sets the clock right, and ends watches that were silent; those that start speak. */
    public void clear() {
        rules.clear();
        clock.skew(Duration.ZERO);
        watches.silence(false);
    }

    /**
     * The faults for one request, in order; a rule that is limited in number counts this request.
     *
     * @param verb verb of the request, as {@link RequestMatch} names it
     * @param resource {@code group/resource}
     */
    public List<Fault> on(String verb, String resource) {
        if (rules.isEmpty()) {
            return List.of();
        }
        List<Fault> hit = rules.stream()
                .filter(rule -> rule.match.hits(verb, resource))
                .flatMap(Rule::take)
                .toList();
        hits.addAndGet(hit.size());
        return hit;
    }

    /** How often a fault has hit a request since the start. */
    public long hits() {
        return hits.get();
    }

    /** Whether faults are injected that hit requests. */
    public boolean areInjected() {
        return !rules.isEmpty();
    }

    private record Rule(RequestMatch match, Fault fault, AtomicLong left) {

        private Stream<Fault> take() {
            return left.getAndUpdate(n -> n == 0 ? 0 : n - 1) > 0 ? Stream.of(fault) : Stream.empty();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
