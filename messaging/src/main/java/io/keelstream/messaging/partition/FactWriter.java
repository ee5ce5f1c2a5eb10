package io.keelstream.messaging.partition;

import io.keelstream.messaging.event.Fact;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Writes transitions of one partition. Thread-safe; transitions are committed in the order in which they were given. */
public interface FactWriter {

    /**
     * Writes one transition: all of its facts or none, exactly once. Transitions that queue while a commit runs share the
     * next one.
     *
     * <p>The first fact of a subscribed table is the transition's anchor: its record keeps the sequence numbers of the
     * transition's stream records, so a transition has at least one such fact, and its key is on this partition.
     *
     * @return completes after the commit; exceptionally with {@link PartitionLostException} when the partition was lost
     *     (then it is unknown whether the transition was committed: whoever owns the partition next sees) or with
     *     {@link FactRefusedException} when a fact breaks its contract (then nothing was written)
     */
    CompletableFuture<Void> write(List<Fact> facts);

    /** {@link #write} that waits; an interrupt of the waiting thread does not take the transition back. */
    default void writeAndWait(List<Fact> facts) {
        try {
            write(facts).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
