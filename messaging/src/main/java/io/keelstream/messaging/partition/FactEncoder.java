package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.messaging.topic.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a transition into bytes and refuses what breaks a contract before it can spoil a transaction that others share.
 * Thread-safe.
 */
final class FactEncoder {

    private static final Logger LOG = LoggerFactory.getLogger(FactEncoder.class);

    private static final int SOFT_EVENT_BYTES = 64 << 10;
    private static final int HARD_EVENT_BYTES = 512 << 10;
    private static final int HARD_STATE_BYTES = 12 << 20;

    private final ServiceInputs inputs;
    private final Map<Topic, Integer> partitionCounts;
    private final int partition;

    /**
     * @param inputs the service
     * @param partitionCounts partitions of every topic that it reads or writes
     * @param partition the partition whose owner writes
     */
    FactEncoder(ServiceInputs inputs, Map<Topic, Integer> partitionCounts, int partition) {
        this.inputs = inputs;
        this.partitionCounts = Map.copyOf(partitionCounts);
        this.partition = partition;
    }

    /**
     * The transition, ready to be sent.
     *
     * @throws FactRefusedException when a fact is too large
     * @throws IllegalArgumentException when a fact is not this service's or not this partition's to write, or none is a state
     *     record
     */
    Transition.Facts encode(List<Fact> facts) {
        List<Transition.Encoded> encoded = new ArrayList<>(facts.size());
        long bytes = 0;
        for (Fact fact : facts) {
            int place = place(fact);
            byte[] data = CloudEventCodec.data(fact);
            if (data != null) {
                checkSize(fact, data);
                bytes += data.length;
            }
            encoded.add(new Transition.Encoded(fact, place, data));
        }
        return new Transition.Facts(List.copyOf(encoded), anchor(facts), bytes, new CompletableFuture<>());
    }

    private int place(Fact fact) {
        Topic topic = fact.topic();
        Integer count = partitionCounts.get(topic);
        if (!topic.writers().contains(inputs.service()) || count == null) {
            throw new IllegalArgumentException(inputs.service() + " does not write " + topic.topicName() + "; "
                    + String.join(", ", topic.writers()) + " does");
        }
        int place = Partitions.of(fact.key(), count);
        if (place != partition && inputs.topics().contains(topic)) {
            throw new IllegalArgumentException("the owner of partition " + partition + " may not write "
                    + topic.topicName() + " of " + fact.key() + ", which lives on partition " + place);
        }
        return place;
    }

    /** The first state record that stays; else, when a target is removed as a whole, its first tombstone. */
    private int anchor(List<Fact> facts) {
        int tombstone = -1;
        for (int i = 0; i < facts.size(); i++) {
            if (!inputs.topics().contains(facts.get(i).topic())) {
                continue;
            }
            if (facts.get(i).payload() != null) {
                return i;
            }
            tombstone = tombstone < 0 ? i : tombstone;
        }
        if (tombstone < 0) {
            throw new IllegalArgumentException("a transition of " + inputs.service() + " holds no state record of "
                    + inputs.topics() + ": " + facts);
        }
        return tombstone;
    }

    private static void checkSize(Fact fact, byte[] data) {
        if (!PayloadJson.readable(data)) {
            throw new FactRefusedException(fact.type().type() + " of " + fact.key()
                    + " has a field name of more than 8,192 characters, or more than 1,000,000 fields and values: no"
                    + " reader takes it. Split the application into smaller ones.");
        }
        boolean state = Topics.large(fact.topic());
        int hard = state ? HARD_STATE_BYTES : HARD_EVENT_BYTES;
        if (data.length > hard) {
            throw tooLarge(fact, data.length, "", hard);
        }
        int limit = Topics.compressedLimit(fact.topic());
        if (state && data.length > limit) {
            int compressed = compressed(data);
            if (compressed > limit) {
                throw tooLarge(fact, compressed, " compressed", limit);
            }
        }
        if (!state && data.length > SOFT_EVENT_BYTES) {
            LOG.atWarn()
                    .addKeyValue("topic", fact.topic().topicName())
                    .addKeyValue("key", fact.key())
                    .addKeyValue("bytes", data.length)
                    .log("An event is larger than 64 KiB; subscribers may be slow on it");
        }
    }

    /** What the producer will make of it. */
    private static int compressed(byte[] data) {
        ByteBufferOutputStream out = new ByteBufferOutputStream(data.length / 4);
        try (OutputStream zstd = Compression.zstd().build().wrapForOutput(out, RecordBatch.CURRENT_MAGIC_VALUE)) {
            zstd.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory", e);
        }
        return out.position();
    }

    private static FactRefusedException tooLarge(Fact fact, int bytes, String how, int limit) {
        return new FactRefusedException(fact.type().type() + " of " + fact.key() + " has " + bytes + " bytes" + how
                + "; the limit is " + limit + ". Split the application into smaller ones.");
    }
}
