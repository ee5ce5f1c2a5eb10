package io.keelstream.messaging.scenario;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Plans for some targets, on and on, and how far their events have come. Every target has a plan before it begins. */
final class Flow implements AutoCloseable {

    private static final long PAUSE_MILLIS = 200;

    private final World world;
    private final List<String> targets;
    private final AtomicLong number = new AtomicLong(1);
    private final Thread thread;
    private volatile boolean flowing = true;

    Flow(World world, List<String> targets) {
        this.world = world;
        this.targets = targets;
        targets.forEach(target -> world.plan(target, 1));
        world.flush();
        thread = Thread.ofVirtual().start(this::run);
    }

    /** Waits until every target's events have come to where its plan is now. */
    void awaitProgress() {
        long now = number.get();
        await("events up to " + now)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> world.events().least(targets) >= now);
    }

    /** Ends the plans and proves that every number came once, in order. */
    void settle() {
        close();
        awaitProgress();
        world.events().areEveryNumberOnce(targets, number.get());
    }

    @Override
    public void close() {
        flowing = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (flowing) {
            long next = number.incrementAndGet();
            targets.forEach(target -> world.plan(target, next));
            world.flush();
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
