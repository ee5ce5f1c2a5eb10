package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.BrokerQuestions.LoadEnds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One consumer of the group and the partitions it holds. {@link #beforePoll} moves each partition through its tenure; every
 * method is called from the consumer's polling thread, except the ones that say otherwise.
 */
final class PartitionMember {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionMember.class);

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(3);
    private static final long LAG_NANOS = Duration.ofSeconds(1).toNanos();

    private final Engine engine;
    private final BrokerContact contact;
    private final BrokerQuestions questions;
    private final KafkaProblems problems;
    private final Map<String, Topic> topics = new HashMap<>();

    /** What the group gave this consumer. */
    private final Set<TopicPartition> assigned = new HashSet<>();

    /** Changed by the polling thread alone, looked at by any. */
    private final Map<Integer, Ownership> tenures = new ConcurrentSkipListMap<>();

    private final Retries retries = new Retries();

    private long lagLooked = System.nanoTime() - LAG_NANOS;
    private volatile long lag;
    private volatile boolean joined;
    private volatile @Nullable ConsumerGroupMetadata membership;
    private volatile Set<Integer> working = Set.of();
    private volatile Set<Integer> waiting = Set.of();

    PartitionMember(Engine engine) {
        this.engine = engine;
        this.contact = new BrokerContact(engine.sessionTimeout());
        this.questions = new BrokerQuestions(engine.inputs());
        this.problems = new KafkaProblems(engine.inputs().service(), contact);
        engine.inputs().topics().forEach(topic -> topics.put(topic.topicName(), topic));
    }

    /** Partitions at work; any thread. */
    Set<Integer> working() {
        return working;
    }

    /** Partitions that are held and not at work yet; any thread. */
    Set<Integer> waiting() {
        return waiting;
    }

    /** Whether the consumer has been a member of the group; any thread. */
    boolean joined() {
        return joined;
    }

    /** What makes Kafka unusable for this member, one line each; any thread. */
    List<String> problems() {
        return problems.lines(joined, tenures.values());
    }

    /** Moves on what can be moved on. All records of earlier polls have been consumed by now. */
    void beforePoll(Consumer<byte[], byte[]> consumer) {
        ConsumerGroupMetadata now = consumer.groupMetadata();
        membership = now;
        joined = joined || now.generationId() > 0;
        endDeadTenures();
        retake(consumer);
        askForEnds(consumer);
        finishLoads(consumer);
        tenures.values().forEach(Ownership::repeatHints);
        publish();
        problems.log(problems());
    }

    /** Notes that the poll returned. */
    void afterPoll(Consumer<byte[], byte[]> consumer) {
        contact.look(consumer);
        long now = System.nanoTime();
        if (now - lagLooked >= LAG_NANOS) {
            lagLooked = now;
            lag = BrokerQuestions.lag(consumer, assigned);
        }
    }

    /** Records that are committed and not read yet, as of a moment ago; any thread. */
    long lag() {
        return lag;
    }

    /** Whether a partition is on its way, so that the next poll should be short. */
    boolean busy() {
        return !waiting.isEmpty();
    }

    void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> parts) {
        assigned.addAll(parts);
        for (int number : numbers(parts)) {
            if (!tenures.containsKey(number) && complete(number)) {
                begin(consumer, number);
            }
        }
        publish();
    }

    void revoked(Collection<TopicPartition> parts) {
        assigned.removeAll(parts);
        end(numbers(parts), tenure -> tenure.close(DRAIN_LIMIT));
    }

    void lost(Collection<TopicPartition> parts) {
        assigned.removeAll(parts);
        end(numbers(parts), tenure -> tenure.abandon("the group gave the partition to another member"));
    }

    void consume(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Ownership tenure = tenures.get(record.partition());
            Topic topic = topics.get(record.topic());
            if (tenure != null && topic != null) {
                consume(tenure, topic, record);
            }
        }
    }

    /** What is thrown here would end the consumer and all its partitions: only the record's own is loaded anew. */
    private void consume(Ownership tenure, Topic topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            tenure.consume(topic, record);
        } catch (Throwable e) {
            engine.metrics().workerFailed();
            about(LOG.atError(), tenure.number())
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("A record could not be taken; its partition is loaded anew");
            giveUp(tenure.number(), "a record could not be taken");
        }
    }

    private boolean complete(int number) {
        return topics.keySet().stream().allMatch(topic -> assigned.contains(new TopicPartition(topic, number)));
    }

    private void begin(Consumer<byte[], byte[]> consumer, int number) {
        Ownership tenure = new Ownership(engine, number, contact);
        tenures.put(number, tenure);
        consumer.seekToBeginning(tenure.parts());
    }

    private void end(Set<Integer> numbers, java.util.function.Consumer<Ownership> how) {
        List<Thread> closing = new ArrayList<>();
        for (int number : numbers) {
            retries.remove(number);
            Ownership tenure = tenures.remove(number);
            if (tenure != null) {
                closing.add(Thread.ofVirtual().name("close-" + number).start(() -> how.accept(tenure)));
            }
        }
        Set<Integer> left = new HashSet<>(working);
        left.removeAll(numbers);
        working = Set.copyOf(left);
        closing.forEach(PartitionMember::join);
    }

    /** Ends a tenure that cannot go on; the partition is taken again after a back-off. */
    private void giveUp(int number, String why) {
        end(Set.of(number), dead -> dead.abandon(why));
        retries.failed(number);
    }

    /** A failed writer or fence ends the tenure; whether the partition is still ours is asked before it is taken again. */
    private void endDeadTenures() {
        for (Map.Entry<Integer, Ownership> each : Map.copyOf(tenures).entrySet()) {
            int number = each.getKey();
            Ownership tenure = each.getValue();
            if (tenure.fenced()) {
                engine.metrics().fenced();
            }
            if (tenure.writerDead()) {
                giveUp(number, "a transaction failed");
            } else if (tenure.fenceFailure() != null) {
                about(LOG.atWarn(), number)
                        .addKeyValue("cause", String.valueOf(tenure.fenceFailure()))
                        .log("The partition could not be fenced; trying again");
                giveUp(number, "fencing failed");
            }
        }
    }

    /** Takes partitions again whose tenure failed, if the group confirms that they are still ours. */
    private void retake(Consumer<byte[], byte[]> consumer) {
        for (int number : retries.due()) {
            if (!complete(number)) {
                continue;
            }
            if (questions.confirms(consumer, number)) {
                retries.remove(number);
                begin(consumer, number);
            } else {
                retries.failed(number);
            }
        }
    }

    private void askForEnds(Consumer<byte[], byte[]> consumer) {
        List<Ownership> fenced = tenures.values().stream()
                .filter(tenure -> tenure.fenceDone() && tenure.fenceFailure() == null && !tenure.loading())
                .toList();
        if (fenced.isEmpty()) {
            return;
        }
        Set<TopicPartition> parts = new HashSet<>();
        fenced.forEach(tenure -> parts.addAll(tenure.parts()));
        LoadEnds ends = questions.ends(consumer, parts);
        if (ends != null) {
            fenced.forEach(tenure -> tenure.load(ends.of(tenure.parts())));
        }
    }

    private void finishLoads(Consumer<byte[], byte[]> consumer) {
        if (!engine.prerequisitesComplete()) {
            return;
        }
        for (Ownership tenure : List.copyOf(tenures.values())) {
            if (!tenure.loading() || tenure.working()) {
                continue;
            }
            Map<TopicPartition, Long> positions = questions.positions(consumer, tenure.parts());
            if (positions == null) {
                return;
            }
            if (tenure.complete(positions)) {
                work(tenure);
            }
        }
    }

    /** A worker that does not start would end the consumer and all its partitions: only its own is tried again. */
    private void work(Ownership tenure) {
        int number = tenure.number();
        try {
            tenure.work(this::membership);
        } catch (Throwable e) {
            engine.metrics().workerFailed();
            about(LOG.atError(), number).setCause(e).log("The worker of a partition does not start; trying again");
            giveUp(number, "its worker did not start");
            return;
        }
        retries.succeeded(number);
        about(LOG.atInfo(), number).log("The partition is loaded and worked on");
    }

    private void publish() {
        Set<Integer> now = new TreeSet<>();
        Set<Integer> later = new TreeSet<>(retries.pending());
        tenures.forEach((number, tenure) -> (tenure.working() ? now : later).add(number));
        working = Set.copyOf(now);
        waiting = Set.copyOf(later);
    }

    private ConsumerGroupMetadata membership() {
        ConsumerGroupMetadata known = membership;
        if (known == null) {
            throw new IllegalStateException("the consumer has not polled yet");
        }
        return known;
    }

    private LoggingEventBuilder about(LoggingEventBuilder line, int number) {
        return line.addKeyValue("service", engine.inputs().service()).addKeyValue("partition", number);
    }

    private static Set<Integer> numbers(Collection<TopicPartition> parts) {
        Set<Integer> numbers = new TreeSet<>();
        parts.forEach(part -> numbers.add(part.partition()));
        return numbers;
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
