package io.keelstream.messaging.partition;

import io.keelstream.messaging.bounds.Bounds;
import io.keelstream.messaging.codec.Decoded.ContractViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of one tenure that could not be read, on their way to the group's dead letters; they wait until there is a writer.
 * What waits is bounded: a record that is larger than the topic of dead letters takes, or that would exceed the bound, is
 * named by its place and loses its data. Used by the polling thread.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    /** Fits in a batch of the topic of dead letters, whose limit is 6 MiB, also where it does not compress. */
    private static final int MOST_COPIED_BYTES = (5 << 20) + (512 << 10);

    private static final long MOST_WAITING_BYTES = 16L << 20;
    private static final int MOST_KEPT = 10_000;

    private record Letter(ConsumerRecord<byte[], byte[]> record, String reason, String message, long bytes) {}

    private final List<Letter> kept = new ArrayList<>();
    private final AtomicLong waiting = new AtomicLong();

    private @Nullable GroupCommitWriter writer;
    private Map<TopicPartition, Long> copiedUpTo = Map.of();
    private long dropped;

    /** A record that could not be read. */
    void add(ConsumerRecord<byte[], byte[]> record, ContractViolation violation) {
        if (copied(record)) {
            return;
        }
        if (writer == null && kept.size() >= MOST_KEPT) {
            dropped++;
            return;
        }
        long bytes = bytes(record);
        boolean fits = bytes <= MOST_COPIED_BYTES && waiting.get() + bytes <= MOST_WAITING_BYTES;
        Letter letter = fits
                ? new Letter(record, violation.reason().name(), violation.message(), bytes)
                : new Letter(
                        withoutData(record),
                        violation.reason().name(),
                        violation.message() + "; its " + bytes + " bytes are not copied",
                        0);
        waiting.addAndGet(letter.bytes());
        if (writer == null) {
            kept.add(letter);
        } else {
            send(writer, letter);
        }
    }

    /**
     * There is a writer now.
     *
     * @param upTo offsets below which every dead letter has been copied
     */
    void begin(GroupCommitWriter to, Map<TopicPartition, Long> upTo) {
        copiedUpTo = upTo;
        writer = to;
        kept.stream().filter(letter -> !copied(letter.record())).forEach(letter -> send(to, letter));
        kept.clear();
        if (dropped > 0) {
            LOG.atError().addKeyValue("records", dropped).log("Too many records cannot be read; these are not copied");
        }
    }

    private boolean copied(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < copiedUpTo.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    }

    private void send(GroupCommitWriter to, Letter letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", letter.reason())
                .addKeyValue("message", letter.message())
                .log("A record cannot be read; it is copied to the dead letters");
        CompletableFuture<Void> _ = to.deadLetter(record, letter.reason(), letter.message())
                .whenComplete((_, _) -> waiting.addAndGet(-letter.bytes()));
    }

    private static long bytes(ConsumerRecord<byte[], byte[]> record) {
        long bytes = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() * 3L + length(header.value());
        }
        return bytes;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static ConsumerRecord<byte[], byte[]> withoutData(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        boolean whole = key != null && key.length <= Bounds.MOST_KEY_BYTES;
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                whole ? key.length : ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                whole ? key : null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }
}
