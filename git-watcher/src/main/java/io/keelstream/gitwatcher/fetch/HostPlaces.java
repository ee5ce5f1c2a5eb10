package io.keelstream.gitwatcher.fetch;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The questions that one host is asked at once, shared fairly: every repository has a lane. The next place is for a lane with the fewest running
 * questions among those that wait. No lane takes the last place, so that a repository whose questions take long never keeps another one
 * waiting. Thread-safe.
 */
final class HostPlaces {

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Lane> lanes = new HashMap<>();

    /** @param most how many at once, at least two */
    HostPlaces(int most) {
        if (most < 2) {
            throw new IllegalArgumentException("a place for one lane and another one for the others");
        }
        this.most = most;
    }

    /** The questions of one repository; kept only while it has some. */
    private static final class Lane {
        int waiting;
        int running;
    }

    /** Asks once there is a place. */
    <T> T ask(String repository, Callable<T> question) throws Exception {
        enter(repository);
        try {
            return question.call();
        } finally {
            leave(repository);
        }
    }

    private void enter(String repository) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Lane lane = lanes.computeIfAbsent(repository, absent -> new Lane());
            lane.waiting++;
            try {
                while (!isNext(lane)) {
                    changed.await();
                }
                lane.running++;
            } finally {
                lane.waiting--;
                tidy();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave(String repository) {
        lock.lock();
        try {
            Objects.requireNonNull(lanes.get(repository)).running--;
            tidy();
        } finally {
            lock.unlock();
        }
    }

    private boolean isNext(Lane lane) {
        return lane.running < most - 1
                && lanes.values().stream().mapToInt(each -> each.running).sum() < most
                && lanes.values().stream().noneMatch(each -> each.waiting > 0 && each.running < lane.running);
    }

    private void tidy() {
        lanes.values().removeIf(each -> each.running == 0 && each.waiting == 0);
        changed.signalAll();
    }
}
