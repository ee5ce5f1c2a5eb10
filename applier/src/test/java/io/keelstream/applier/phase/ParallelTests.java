package io.keelstream.applier.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.applier.inventory.InventoryStart;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Releases;
import io.keelstream.contracts.plan.PlannedAction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ParallelTests {

    private static final List<PlannedAction> TWO = List.of(Releases.created("slow", 0), Releases.created("bad", 0));

    private final Parallel parallel = new Parallel(
            Clock.systemUTC(),
            new Progress(
                    Releases.release(Releases.plan()), InventoryStart.of(null, Releases.release(Releases.plan()))));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    @Test
    void noActionRunsAfterAnException() {
        // When
        assertThatThrownBy(() -> parallel.run(TWO, () -> true, action -> {
                    if (action.reference().endsWith("bad")) {
                        begun.await();
                        throw new IllegalArgumentException("a bug");
                    }
                    return callThatIgnoresInterrupts();
                }))
                .hasRootCauseMessage("a bug");

        // Then
        assertThat(running).hasValue(0);
    }

    @Test
    void noActionRunsAfterAnError() {
        // When
        assertThatThrownBy(() -> parallel.run(TWO, () -> true, action -> {
                    if (action.reference().endsWith("bad")) {
                        begun.await();
                        throw new StackOverflowError("too deep");
                    }
                    return callThatIgnoresInterrupts();
                }))
                .hasRootCauseMessage("too deep");

        // Then
        assertThat(running).hasValue(0);
    }

    @Test
    void noActionRunsAfterAnInterrupt() throws InterruptedException {
        // Given
        AtomicInteger leftRunning = new AtomicInteger(-1);
        Thread caller = Thread.ofVirtual().start(() -> {
            assertThatThrownBy(() -> parallel.run(TWO, () -> true, action -> callThatIgnoresInterrupts()))
                    .isInstanceOf(InterruptedException.class);
            leftRunning.set(running.get());
        });
        begun.await();

        // When
        caller.interrupt();
        caller.join();

        // Then
        assertThat(leftRunning).hasValue(0);
    }

    /** A call on its way to a server ends a little after the interrupt. */
    private Optional<ObjectOutcome> callThatIgnoresInterrupts() {
        running.incrementAndGet();
        begun.countDown();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (System.nanoTime() < end) {
            Thread.interrupted();
            LockSupport.parkNanos(end - System.nanoTime());
        }
        running.decrementAndGet();
        return Optional.empty();
    }
}
