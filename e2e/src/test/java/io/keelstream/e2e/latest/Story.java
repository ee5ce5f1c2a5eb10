package io.keelstream.e2e.latest;

import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.e2e.latest.Wish.Fate;
import io.keelstream.e2e.latest.Wish.Hook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Twenty commits in random order and spacing: images that run and crash, values alone, reverts, what the cluster refuses, hooks
 * that succeed and fail, changes that wait for approval. The last one runs, and is approved. The same for the same seed.
 *
 * @param seed where it comes from
 * @param pushes in the order of their times
 */
record Story(long seed, List<Push> pushes) {

    private static final int PUSHES = 20;

    /**
     * One commit.
     *
     * @param at when it is pushed, from the beginning of the story
     * @param approvedAfter how long after it began to wait somebody approves; null for never
     */
    record Push(Duration at, Wish wish, @Nullable Duration approvedAfter) {}

    Story {
        pushes = List.copyOf(pushes);
    }

    /** The story of a seed, told within the time. */
    static Story of(long seed, Duration window) {
        Random random = new Random(seed);
        List<Duration> times = times(random, window);
        List<Push> pushes = new ArrayList<>();
        for (int number = 0; number < PUSHES; number++) {
            boolean last = number == PUSHES - 1;
            Wish wish = last ? last(random, pushes, number) : next(random, pushes, number);
            boolean approved = last || random.nextInt(10) < 6;
            pushes.add(new Push(times.get(number), wish, approved ? Duration.ofMillis(random.nextInt(300)) : null));
        }
        return new Story(seed, pushes);
    }

    Push last() {
        return pushes.getLast();
    }

    /** Bursts and pauses: the gaps are spread exponentially, and add up to the window. */
    private static List<Duration> times(Random random, Duration window) {
        double[] until = new double[PUSHES];
        for (int i = 1; i < PUSHES; i++) {
            until[i] = until[i - 1] - Math.log(1 - random.nextDouble());
        }
        List<Duration> times = new ArrayList<>();
        for (double each : until) {
            times.add(Duration.ofNanos((long) (window.toNanos() * each / until[PUSHES - 1])));
        }
        return times;
    }

    private static Wish next(Random random, List<Push> before, int number) {
        int kind = random.nextInt(100);
        if (kind < 20 && !before.isEmpty()) {
            return before.get(random.nextInt(before.size())).wish();
        }
        if (kind < 35 && !before.isEmpty()) {
            return before.getLast().wish().withValue(number);
        }
        Fate fate = kind < 50 ? Fate.CRASHES : kind < 58 ? Fate.REFUSED : Fate.RUNS;
        return fresh(random, number, fate, random.nextInt(4) == 0);
    }

    private static Wish last(Random random, List<Push> before, int number) {
        List<Wish> good = before.stream().map(Push::wish).filter(Wish::endsWell).toList();
        return random.nextInt(3) == 0 && !good.isEmpty()
                ? good.get(random.nextInt(good.size()))
                : fresh(random, number, Fate.RUNS, false);
    }

    private static Wish fresh(Random random, int number, Fate fate, boolean mayFail) {
        List<Hook> hooks = new ArrayList<>();
        for (String phase : List.of("pre-apply", "sync", "post-apply")) {
            if (random.nextInt(4) == 0) {
                hooks.add(new Hook(phase, mayFail && random.nextBoolean(), 20 + random.nextInt(300)));
            }
        }
        OnFailure onFailure =
                List.of(OnFailure.RETRY, OnFailure.HOLD, OnFailure.ROLLBACK).get(random.nextInt(3));
        Sync sync = random.nextInt(6) == 0 ? Sync.MANUAL : Sync.AUTO;
        return new Wish(number, fate, number, random.nextBoolean(), hooks, sync, onFailure);
    }
}
