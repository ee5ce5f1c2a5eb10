package io.keelstream.applier.turn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which releases run on one cluster, and which wait for their turn: at most so many run at once, and those that have waited longest
 * come first. The processes of an installation share the limit by the partitions that each owns, without asking one another: each takes
 * its part, rounded down, and one at least. Nothing here is recorded: a process that starts says again what runs, and whoever waits asks again. Only releases
 * that move forward take part; what goes back to what was there neither waits nor counts. Thread-safe.
 */
public final class ReleaseTurns {

    /** Whoever is called when it may be a target's turn. */
    private record Entry(String target, Instant since, Consumer<String> wake) {}

    private static final Comparator<Entry> OLDEST_FIRST =
            Comparator.comparing(Entry::since).thenComparing(Entry::target);

    private final int most;
    private int share;
    private final Map<String, Entry> running = new HashMap<>();
    private final Map<String, Entry> waiting = new HashMap<>();

    /** Since when targets wait whose release becomes another one right now. */
    private final Map<String, Instant> places = new HashMap<>();

    /** @param most how many run at once in all processes; {@link Integer#MAX_VALUE} for any number */
    public ReleaseTurns(int most) {
        this.most = most;
        this.share = most;
    }

    /**
     * This process owns so many of all partitions from now on. What runs goes on.
     *
     * @param partitions of how many
     */
    public void owns(int owned, int partitions) {
        List<Entry> woken;
        synchronized (this) {
            int before = share;
            share = most == Integer.MAX_VALUE ? most : Math.max(1, (int) ((long) most * owned / partitions));
            woken = share > before ? next() : List.of();
        }
        woken.forEach(each -> each.wake().accept(each.target()));
    }

    /** How many run at once at most, in all processes. */
    public int most() {
        return most;
    }

    /**
     * Whether a release may begin now; if so, it runs from now on. If not, it waits, and its target is woken when it may be its turn.
     *
     * @param since since when it is ready
     * @param wake wakes a target; may be called by any thread
     */
    public synchronized boolean mayBegin(String target, Instant since, Consumer<String> wake) {
        if (running.containsKey(target)) {
            return true;
        }
        Instant place = places.remove(target);
        Entry queued = waiting.computeIfAbsent(target, same -> new Entry(target, place == null ? since : place, wake));
        if (!next().contains(queued)) {
            return false;
        }
        waiting.remove(target);
        running.put(target, queued);
        return true;
    }

    /** A release runs that began earlier, however many others do. */
    public synchronized void runs(String target, Consumer<String> wake) {
        waiting.remove(target);
        places.remove(target);
        running.put(target, new Entry(target, Instant.EPOCH, wake));
    }

    /** A target that waits has a newer commit, and no plan for it yet: others may be next, and it has its place when it asks again. */
    public void stepsAside(String target) {
        synchronized (this) {
            Entry entry = waiting.get(target);
            if (entry != null) {
                places.put(target, entry.since());
            }
        }
        leaves(target);
    }

    /** The target's release does not count any more, or does not want to begin: others may be next. */
    public void rests(String target) {
        synchronized (this) {
            places.remove(target);
        }
        leaves(target);
    }

    private void leaves(String target) {
        List<Entry> woken = new ArrayList<>();
        synchronized (this) {
            boolean ran = running.remove(target) != null;
            boolean waited = waiting.remove(target) != null;
            if (ran || waited) {
                woken.addAll(next());
            }
        }
        woken.forEach(each -> each.wake().accept(each.target()));
    }

    /** Whether the target waits for its turn. */
    public synchronized boolean waits(String target) {
        return waiting.containsKey(target);
    }

    /** How many run. */
    public synchronized int running() {
        return running.size();
    }

    /** How many wait. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Those that wait and may begin now. */
    private List<Entry> next() {
        return waiting.values().stream()
                .sorted(OLDEST_FIRST)
                .limit(Math.max(0, share - running.size()))
                .toList();
    }
}
