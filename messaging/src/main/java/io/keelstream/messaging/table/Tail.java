package io.keelstream.messaging.table;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer without a group over all partitions of some topics: first up to what is the end, then whatever comes. The
 * consumer belongs to the caller's thread until {@link #follow}, then to a thread of its own.
 */
final class Tail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** Takes records one by one. */
    @FunctionalInterface
    interface Sink {
        void take(Topic topic, ConsumerRecord<byte[], byte[]> record);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Topic> topics = new HashMap<>();
    private final List<TopicPartition> parts = new ArrayList<>();
    private @Nullable Thread thread;
    private volatile boolean closed;

    Tail(KafkaSettings settings, List<Topic> topics) {
        consumer = new KafkaConsumer<>(ClientProperties.reader(settings));
        for (Topic topic : topics) {
            this.topics.put(topic.topicName(), topic);
            consumer.partitionsFor(topic.topicName())
                    .forEach(part -> parts.add(new TopicPartition(part.topic(), part.partition())));
        }
        consumer.assign(parts);
    }

    /** Goes to the first record that is kept. */
    void toBeginning() {
        consumer.seekToBeginning(parts);
    }

    /** Goes behind the last record that is committed now. */
    void toEnd() {
        consumer.endOffsets(parts).forEach(consumer::seek);
    }

    /** Reads to what is the end now. */
    void readToEnd(Duration limit, Sink sink) {
        long end = System.nanoTime() + limit.toNanos();
        Map<TopicPartition, Long> ends = consumer.endOffsets(parts, limit);
        while (!ends.entrySet().stream().allMatch(each -> consumer.position(each.getKey()) >= each.getValue())) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("reading " + topics.keySet() + " took longer than " + limit.toSeconds()
                        + " s: is the broker reachable and healthy?");
            }
            take(Duration.ofMillis(50), sink);
        }
    }

    /** Reads on until {@link #close}. */
    void follow(String name, Sink sink) {
        thread = Thread.ofVirtual().name(name).start(() -> {
            try (consumer) {
                while (!closed) {
                    take(POLL, sink);
                }
            } catch (WakeupException e) {
                LOG.atDebug().log("Reading was ended");
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("topics", topics.keySet()).setCause(e).log("Reading ended unexpectedly");
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        Thread following = thread;
        if (following == null) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        try {
            if (!following.join(CLOSE_LIMIT)) {
                LOG.atWarn().addKeyValue("topics", topics.keySet()).log("A reader does not end; leaving it behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Duration limit, Sink sink) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(limit)) {
            Topic topic = topics.get(record.topic());
            if (topic != null) {
                sink.take(topic, record);
            }
        }
    }
}
