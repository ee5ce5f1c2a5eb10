package io.keelstream.messaging.partition;

import io.keelstream.messaging.event.Fact;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Something that waits for the next commit. */
sealed interface Transition {

    /** Completed by the commit. */
    CompletableFuture<Void> done();

    /** Size for the limit of one transaction; bytes before compression. */
    long bytes();

    /**
     * Facts of the service, encoded.
     *
     * @param facts all of them, in order
     * @param anchor index of the fact whose record keeps the sequence numbers
     */
    record Facts(List<Encoded> facts, int anchor, long bytes, CompletableFuture<Void> done) implements Transition {}

    /**
     * A fact with its place and its data.
     *
     * @param fact the fact
     * @param partition where it goes
     * @param data JSON; null for a tombstone
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Encoded(Fact fact, int partition, byte @Nullable [] data) {}

    /**
     * A copy of a record that could not be read.
     *
     * @param record the record
     * @param reason stable name of what is wrong
     * @param message what is wrong
     */
    record DeadLetter(
            ConsumerRecord<byte[], byte[]> record, String reason, String message, CompletableFuture<Void> done)
            implements Transition {

        @Override
        public long bytes() {
            return Math.max(0, record.serializedValueSize());
        }
    }

    /** Nothing comes after it: the writer ends. */
    record End() implements Transition {

        @Override
        public CompletableFuture<Void> done() {
            return new CompletableFuture<>();
        }

        @Override
        public long bytes() {
            return 0;
        }
    }
}
