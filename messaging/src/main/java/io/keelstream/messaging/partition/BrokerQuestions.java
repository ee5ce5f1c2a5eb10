package io.keelstream.messaging.partition;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a member asks the broker through its consumer. A question without an answer is asked again later, not an error. */
final class BrokerQuestions {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerQuestions.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /**
     * Where a load ends.
     *
     * @param ends the committed end of each table's partition
     * @param copiedUpTo offsets below which every dead letter has been copied
     */
    record LoadEnds(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> copiedUpTo) {

        /** The part of some partitions. */
        LoadEnds of(Collection<TopicPartition> parts) {
            return new LoadEnds(only(ends, parts), only(copiedUpTo, parts));
        }

        private static Map<TopicPartition, Long> only(Map<TopicPartition, Long> all, Collection<TopicPartition> parts) {
            Map<TopicPartition, Long> some = new HashMap<>(all);
            some.keySet().retainAll(parts);
            return some;
        }
    }

    private final ServiceInputs inputs;

    BrokerQuestions(ServiceInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Whether the group still counts this member in: it refuses commits of those it has thrown out. What is committed is
     * what was committed before.
     */
    boolean confirms(Consumer<byte[], byte[]> consumer, int number) {
        try {
            TopicPartition part = new TopicPartition(inputs.topics().getFirst().topicName(), number);
            OffsetAndMetadata before = consumer.committed(Set.of(part), LIMIT).get(part);
            consumer.commitSync(Map.of(part, before == null ? new OffsetAndMetadata(0) : before), LIMIT);
            return true;
        } catch (KafkaException e) {
            LOG.atInfo()
                    .addKeyValue("service", inputs.service())
                    .addKeyValue("partition", number)
                    .addKeyValue("cause", e.toString())
                    .log("The group does not confirm the partition yet");
            return false;
        }
    }

    /** Where the tables end now; null when the broker does not say. */
    @Nullable
    LoadEnds ends(Consumer<byte[], byte[]> consumer, Set<TopicPartition> parts) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(parts, LIMIT);
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(parts, LIMIT);
            Map<TopicPartition, Long> copiedUpTo = new HashMap<>();
            parts.forEach(part -> {
                OffsetAndMetadata offset = committed.get(part);
                copiedUpTo.put(part, offset == null ? 0L : offset.offset());
            });
            return new LoadEnds(ends, copiedUpTo);
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("service", inputs.service())
                    .addKeyValue("cause", e.toString())
                    .log("The broker does not say where the tables end; asking again");
            return null;
        }
    }

    /** How far the consumer has read; null when it does not know. */
    @Nullable
    Map<TopicPartition, Long> positions(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> parts) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        try {
            parts.forEach(part -> positions.put(part, consumer.position(part, LIMIT)));
            return positions;
        } catch (KafkaException e) {
            return null;
        }
    }

    /** Records that are committed and not read yet; counts nothing where the client does not know. */
    static long lag(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> parts) {
        long sum = 0;
        for (TopicPartition part : parts) {
            OptionalLong lag = consumer.currentLag(part);
            sum += lag.orElse(0);
        }
        return sum;
    }
}
