package io.keelstream.messaging.table;

import io.keelstream.contracts.retry.Backoff;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.service.Answers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A consumer without a group over all partitions of some topics: first up to what is the end, then whatever comes. The
 * consumer belongs to the caller's thread until {@link #follow}, then to a thread of its own.
 *
 * <p>A tail that follows does not end before {@link #close}: after a failure, of the broker or of the sink, it connects again
 * after a back-off and goes on at the first record that the sink has not taken; a record on which the sink failed five times
 * is passed over, so that no record stops those behind it. How far it is behind is known at any time
 * ({@link #behind}), so that whoever needs what it reads can stop.
 */
final class Tail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LOAD_POLL = Duration.ofMillis(50);
    private static final Duration BROKER_LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_TRIES = 5;
    private static final Backoff BACKOFF = Backoff.ofMillis(100, 5_000);

    /** Takes records one by one. */
    @FunctionalInterface
    interface Sink {
        void take(ConsumerRecord<byte[], byte[]> record, Decoded decoded);
    }

    /** A record that the sink fails on, and how often it has. */
    private record Stumble(TopicPartition part, long offset, int times) {}

    private final Supplier<Consumer<byte[], byte[]>> connect;
    private final Map<String, Topic> topics;
    private final Map<String, Integer> partitions = new HashMap<>();

    /** The first record of each partition that the sink has not taken. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Consumer<byte[], byte[]> consumer;
    private volatile @Nullable Thread thread;

    /** Whether the end has been reached since {@link #follow}. */
    private volatile boolean complete;

    /** When the end that was reached last was the end; monotonic clock. */
    private volatile long reachedNanos;

    /** An end that is still to be reached, and when it was the end. */
    private @Nullable Map<TopicPartition, Long> ends;

    private long lookedNanos;
    private int failures;
    private volatile boolean failing;
    private @Nullable Stumble stumble;
    private boolean connected = true;

    /**
     * Connects. A broker may learn late of a topic that was created just now, so this waits five seconds for the topics.
     *
     * @param connect makes a consumer without a group
     * @param topics what to read
     * @throws UnknownTopicOrPartitionException where a topic does not exist
     */
    Tail(Supplier<Consumer<byte[], byte[]>> connect, List<Topic> topics) {
        this.connect = connect;
        this.topics = topics.stream().collect(Collectors.toMap(Topic::topicName, topic -> topic));
        this.consumer = connect.get();
        try {
            topics.forEach(this::findPartitions);
            consumer.assign(next.keySet());
        } catch (RuntimeException e) {
            disconnect();
            throw e;
        }
    }

    private void findPartitions(Topic topic) {
        long end = System.nanoTime() + BROKER_LIMIT.toNanos();
        List<PartitionInfo> found = Answers.of(() -> consumer.partitionsFor(topic.topicName()));
        while (found.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOAD_POLL.toNanos());
            found = Answers.of(() -> consumer.partitionsFor(topic.topicName()));
        }
        if (found.isEmpty()) {
            throw new UnknownTopicOrPartitionException(
                    "topic " + topic.topicName() + " does not exist: create it, as `keelstream provision` does");
        }
        partitions.put(topic.topicName(), found.size());
        found.forEach(part -> next.put(new TopicPartition(part.topic(), part.partition()), 0L));
    }

    /** Goes to the first record that is kept. */
    void toBeginning() {
        next.putAll(Answers.of(() -> consumer.beginningOffsets(next.keySet())));
        next.forEach(consumer::seek);
    }

    /** Goes behind the last record that is committed now. */
    void toEnd() {
        next.putAll(Answers.of(() -> consumer.endOffsets(next.keySet())));
        next.forEach(consumer::seek);
    }

    /** Reads to what is the end now; at most for the limit, and for five seconds without a record. */
    void readToEnd(Duration limit, Sink sink) {
        long end = System.nanoTime() + limit.toNanos();
        Duration most = limit.compareTo(BROKER_LIMIT) < 0 ? limit : BROKER_LIMIT;
        Map<TopicPartition, Long> ends = Answers.of(() -> consumer.endOffsets(next.keySet(), most));
        long silent = System.nanoTime() + BROKER_LIMIT.toNanos();
        while (!reached(ends)) {
            long now = System.nanoTime();
            if (now > end || now > silent) {
                throw new TimeoutException("reading " + topics.keySet() + " "
                        + (now > end
                                ? "took longer than " + limit.toSeconds()
                                : "got nothing for " + BROKER_LIMIT.toSeconds())
                        + " s: is the broker reachable and healthy?");
            }
            if (take(LOAD_POLL, sink)) {
                silent = System.nanoTime() + BROKER_LIMIT.toNanos();
            }
        }
    }

    /** Reads on until {@link #close}. */
    void follow(String name, Sink sink) {
        reachedNanos = System.nanoTime();
        lookedNanos = reachedNanos - LOOK_NANOS;
        thread = Thread.ofVirtual().name(name).start(() -> keepReading(sink));
    }

    /** Whether the tail has been at the end since {@link #follow}; any thread. */
    boolean complete() {
        return complete;
    }

    /** How long ago the tail had taken everything that was committed, or began to follow; any thread. */
    Duration behind() {
        return Duration.ofNanos(System.nanoTime() - reachedNanos);
    }

    /** Whether it failed since it was at the end last, as it does while Kafka does not answer: it tries again by itself. Any thread. */
    boolean failing() {
        return failing;
    }

    @Override
    public void close() {
        closed.countDown();
        Thread following = thread;
        if (following == null) {
            consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
            return;
        }
        consumer.wakeup();
        try {
            if (!following.join(CLOSE_LIMIT)) {
                LOG.atWarn().addKeyValue("topics", topics.keySet()).log("A reader does not end; it is abandoned");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepReading(Sink sink) {
        while (open()) {
            try {
                if (!connected) {
                    reconnect();
                }
                boolean _ = take(POLL, sink);
                look();
            } catch (WakeupException e) {
                LOG.atDebug().addKeyValue("topics", topics.keySet()).log("A reader was woken");
            } catch (Throwable e) {
                failed(e);
            }
        }
        disconnect();
    }

    private boolean open() {
        return closed.getCount() > 0;
    }

    /** Waits for as long as the back-off says. */
    private void failed(Throwable cause) {
        failures++;
        failing = true;
        LOG.atLevel(failures == 1 ? Level.ERROR : Level.DEBUG)
                .addKeyValue("topics", topics.keySet())
                .setCause(cause)
                .log("A reader failed; it goes on where it was, after a back-off");
        disconnect();
        try {
            boolean _ = closed.await(BACKOFF.after(failures).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    /** The broker's name may not resolve while it is away, so this may fail too. */
    private void reconnect() {
        consumer = connect.get();
        consumer.assign(next.keySet());
        next.forEach(consumer::seek);
        ends = null;
        connected = true;
    }

    private void disconnect() {
        connected = false;
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        } catch (KafkaException e) {
            LOG.atDebug().addKeyValue("topics", topics.keySet()).setCause(e).log("A reader's connection did not close");
        }
    }

    /** Asks once a second where the end is, which also proves that the broker answers. */
    private void look() {
        if (ends == null) {
            long now = System.nanoTime();
            if (now - lookedNanos < LOOK_NANOS) {
                return;
            }
            lookedNanos = now;
            ends = consumer.endOffsets(next.keySet(), BROKER_LIMIT);
        }
        if (reached(ends)) {
            reachedNanos = lookedNanos;
            complete = true;
            failures = 0;
            failing = false;
            ends = null;
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Whether anything came within the limit. */
    private boolean take(Duration limit, Sink sink) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(limit);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Topic topic = topics.get(record.topic());
            if (topic != null) {
                give(topic, record, sink);
            }
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
        return !records.isEmpty();
    }

    private void give(Topic topic, ConsumerRecord<byte[], byte[]> record, Sink sink) {
        Decoded decoded = CloudEventCodec.decode(topic, record, partitions.getOrDefault(record.topic(), 1));
        if (decoded instanceof Decoded.ContractViolation violation) {
            about(record, LOG.atLevel(thread == null ? Level.DEBUG : Level.WARN))
                    .addKeyValue("reason", violation.reason())
                    .addKeyValue("message", violation.message())
                    .log("A record cannot be read; its key waits for the next one");
        }
        try {
            sink.take(record, decoded);
        } catch (Throwable e) {
            if (thread == null || !passedOver(record, e)) {
                throw e;
            }
        }
    }

    /** Whether the sink has failed on the record often enough. */
    private boolean passedOver(ConsumerRecord<?, ?> record, Throwable cause) {
        TopicPartition part = new TopicPartition(record.topic(), record.partition());
        Stumble last = stumble;
        int times = last != null && last.part().equals(part) && last.offset() == record.offset() ? last.times() + 1 : 1;
        if (times < MOST_TRIES) {
            stumble = new Stumble(part, record.offset(), times);
            return false;
        }
        stumble = null;
        about(record, LOG.atError()).setCause(cause).log("A listener failed on a record five times; it is passed over");
        return true;
    }

    private static LoggingEventBuilder about(ConsumerRecord<?, ?> record, LoggingEventBuilder line) {
        return line.addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset());
    }
}
