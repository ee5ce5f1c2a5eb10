package io.keelstream.messaging.partition;

import io.keelstream.messaging.event.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an owned partition. What queues while a commit runs shares the next one: a lone transition waits for
 * nothing, a thousand share few transactions.
 *
 * <p>After any failure of a transaction the writer is dead and the partition has to be fenced and loaded anew: whether a
 * commit whose answer was lost took place is then read from the topics, never guessed, so no fact is lost or doubled. The
 * producer itself outlasts a broker that is away for less than {@code delivery.timeout.ms}.
 *
 * <p>Thread-safe; transactions run on one thread of its own.
 */
final class GroupCommitWriter implements FactWriter {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);

    private static final int MOST_TRANSITIONS = 500;
    private static final long MOST_BYTES = 8L << 20;

    private final FactEncoder encoder;
    private final PartitionTransaction transaction;
    private final Runnable died;
    private final BlockingQueue<Transition> queue = new LinkedBlockingQueue<>();
    private final Object gate = new Object();
    private final Thread thread;

    private volatile boolean closing;
    private volatile @Nullable String death;
    private volatile boolean fenced;

    /** When the transaction that runs was begun; null while none runs. */
    private volatile @Nullable Long begunNanos;

    /**
     * @param name for the thread's name
     * @param encoder makes bytes of facts
     * @param transaction sends and commits
     * @param died called once, on the writer's thread, when a transaction failed
     */
    GroupCommitWriter(String name, FactEncoder encoder, PartitionTransaction transaction, Runnable died) {
        this.encoder = encoder;
        this.transaction = transaction;
        this.died = died;
        this.thread = Thread.ofVirtual().name(name).start(this::work);
    }

    @Override
    public CompletableFuture<Void> write(List<Fact> facts) {
        Transition.Facts transition;
        try {
            transition = encoder.encode(facts);
        } catch (FactRefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
        offer(transition);
        return transition.done();
    }

    /** Copies a record that could not be read to the group's dead letters. */
    CompletableFuture<Void> deadLetter(ConsumerRecord<byte[], byte[]> record, String reason, String message) {
        Transition.DeadLetter letter = new Transition.DeadLetter(record, reason, message, new CompletableFuture<>());
        offer(letter);
        return letter.done();
    }

    /** Whether a transaction failed. */
    boolean dead() {
        return death != null;
    }

    /** Whether another owner took the partition's transactional id. */
    boolean fenced() {
        return fenced;
    }

    /** How long the transaction that runs has been running; zero while none runs. */
    Duration committing() {
        Long begun = begunNanos;
        return begun == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begun);
    }

    /**
     * Ends: what is queued is still committed when there is time, everything else fails as lost.
     *
     * @param limit how long to wait for the queue
     */
    void close(Duration limit) {
        synchronized (gate) {
            closing = true;
            queue.add(new Transition.End());
        }
        try {
            if (!thread.join(limit)) {
                LOG.atWarn().addKeyValue("writer", thread.getName()).log("A commit does not end; closing its producer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failQueued("the partition was given up");
        transaction.close();
    }

    /** Ends at once: nothing more is sent, everything queued fails as lost. */
    void abandon(String why) {
        synchronized (gate) {
            closing = true;
            if (death == null) {
                death = why;
            }
        }
        failQueued(why);
        queue.add(new Transition.End());
        transaction.close();
    }

    private void offer(Transition transition) {
        synchronized (gate) {
            if (closing || death != null) {
                transition.done().completeExceptionally(new PartitionLostException(thread.getName() + " is closed"));
            } else {
                queue.add(transition);
            }
        }
    }

    private void work() {
        List<Transition> batch = new ArrayList<>();
        while (death == null) {
            try {
                batch.clear();
                if (!collect(batch)) {
                    return;
                }
                begunNanos = System.nanoTime();
                transaction.run(batch);
                begunNanos = null;
                batch.forEach(each -> each.done().complete(null));
            } catch (InterruptedException e) {
                die(batch, new KafkaException("interrupted", e));
            } catch (KafkaException e) {
                die(batch, e);
            } catch (Throwable e) {
                LOG.atError()
                        .addKeyValue("writer", thread.getName())
                        .setCause(e)
                        .log("A writer failed unexpectedly");
                die(batch, e);
            }
        }
    }

    /** Takes what waits, up to the limits of one transaction; false when the writer ends. */
    private boolean collect(List<Transition> batch) throws InterruptedException {
        Transition first = queue.take();
        if (first instanceof Transition.End) {
            return false;
        }
        batch.add(first);
        long bytes = first.bytes();
        Transition next = queue.peek();
        while (next != null
                && !(next instanceof Transition.End)
                && batch.size() < MOST_TRANSITIONS
                && bytes + next.bytes() <= MOST_BYTES) {
            batch.add(queue.remove());
            bytes += next.bytes();
            next = queue.peek();
        }
        return true;
    }

    private void die(List<Transition> batch, Throwable cause) {
        String why = thread.getName() + " failed: " + cause.getClass().getSimpleName();
        synchronized (gate) {
            fenced = cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException;
            if (death == null) {
                death = why;
            }
        }
        if (!closing) {
            LOG.atWarn()
                    .addKeyValue("writer", thread.getName())
                    .addKeyValue("transitions", batch.size())
                    .addKeyValue("cause", cause.toString())
                    .log("A transaction failed; the partition is fenced and loaded anew");
        }
        batch.forEach(each -> each.done().completeExceptionally(new PartitionLostException(why)));
        failQueued(why);
        died.run();
    }

    private void failQueued(String why) {
        for (Transition each = queue.poll(); each != null; each = queue.poll()) {
            each.done().completeExceptionally(new PartitionLostException(why));
        }
    }
}
