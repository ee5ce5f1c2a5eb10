package io.keelstream.applier.phase;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.WaveProgress;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.messaging.partition.PartitionLostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Runs actions as early as their dependencies allow, each on a virtual thread; how many calls are in flight is the
 * cluster client's business. When it returns, or throws whatever it throws, nothing that it started is still running: what
 * still runs when it is interrupted or an action throws is interrupted and waited for.
 */
final class Parallel {

    /** Performs one action; an empty result means that it was begun and given up without an outcome. */
    interface Step<A extends PlannedAction> {
        Optional<ObjectOutcome> perform(A action) throws Exception;
    }

    private record Ended(PlannedAction action, Optional<ObjectOutcome> outcome) {}

    private final Clock clock;
    private final Progress progress;

    Parallel(Clock clock, Progress progress) {
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs until everything is done, something fails, or the release is superseded. */
    <A extends PlannedAction> void run(List<A> actions, BooleanSupplier wanted, Step<A> step)
            throws InterruptedException {
        WaveProgress<A> order = new WaveProgress<>(actions);
        BlockingQueue<Future<Ended>> ended = new LinkedBlockingQueue<>();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            boolean going = true;
            while (true) {
                if (going) {
                    order.start().forEach(action -> begin(executor, ended, action, wanted, step));
                }
                if (!order.busy()) {
                    return;
                }
                Ended one = result(ended.take());
                one.outcome().ifPresent(outcome -> progress.record(one.action().reference(), outcome, clock.instant()));
                order.done(one.action().reference());
                boolean failed = one.outcome().map(ObjectOutcome::failure).isPresent();
                going = going && !failed && wanted.getAsBoolean();
            }
        } finally {
            executor.shutdownNow();
            executor.close();
        }
    }

    private static <A extends PlannedAction> void begin(
            ExecutorService executor,
            BlockingQueue<Future<Ended>> ended,
            A action,
            BooleanSupplier wanted,
            Step<A> step) {
        Callable<Ended> call = () -> new Ended(action, wanted.getAsBoolean() ? step.perform(action) : Optional.empty());
        executor.execute(new FutureTask<>(call) {
            @Override
            protected void done() {
                ended.add(this);
            }
        });
    }

    private static Ended result(Future<Ended> future) throws InterruptedException {
        try {
            Ended ended = future.get();
            if (ended.outcome().orElse(null) instanceof ObjectOutcome.Failed failed
                    && Reason.NOT_OWNER.is(failed.problem())) {
                throw new PartitionLostException("the partition was lost while an object was being written");
            }
            return ended;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("a running action was interrupted");
            }
            throw new IllegalStateException("an action failed unexpectedly", e.getCause());
        }
    }
}
