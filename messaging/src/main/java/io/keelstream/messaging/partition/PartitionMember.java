package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer of the group and the partitions it holds. {@link #beforePoll} moves each partition through its tenure; every
 * method is called from the consumer's polling thread, except the ones that say otherwise.
 */
final class PartitionMember {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionMember.class);

    private static final Duration BROKER_LIMIT = Duration.ofSeconds(5);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(3);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final int MOST_DOUBLINGS = 6;
    /** Leaders and coordinators move within this time; what takes longer is worth a person's notice. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long LAG_NANOS = Duration.ofSeconds(1).toNanos();

    private final Engine engine;
    private final BrokerContact contact;
    private final Map<String, Topic> topics = new HashMap<>();

    /** What the group gave this consumer. */
    private final Set<TopicPartition> assigned = new HashSet<>();

    /** Changed by the polling thread alone, looked at by any. */
    private final Map<Integer, Ownership> tenures = new ConcurrentSkipListMap<>();

    /** Partitions that have to be taken again, not before a time of the monotonic clock. */
    private final Map<Integer, Long> retries = new HashMap<>();

    /** Tries that failed since the partition was last at work. */
    private final Map<Integer, Integer> failures = new HashMap<>();

    private List<String> told = List.of();
    private long lagLooked = System.nanoTime() - LAG_NANOS;
    private volatile long lag;
    private volatile boolean joined;
    private volatile @Nullable ConsumerGroupMetadata membership;
    private volatile Set<Integer> working = Set.of();
    private volatile Set<Integer> waiting = Set.of();

    PartitionMember(Engine engine) {
        this.engine = engine;
        this.contact = new BrokerContact(engine.sessionTimeout());
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

    /** What Kafka owes this member for longer than it should take, one line each; any thread. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (joined && contact.silence().compareTo(PATIENCE) > 0) {
            problems.add("hears nothing from Kafka: it writes nothing to a cluster until it does");
        }
        List<Integer> stuck = tenures.entrySet().stream()
                .filter(each -> each.getValue().committing().compareTo(PATIENCE) > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!stuck.isEmpty()) {
            problems.add("waits for Kafka to commit records of partitions " + stuck
                    + ": too few brokers are up, or they are slow; their targets wait");
        }
        return problems;
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
        tenures.values().forEach(Ownership::retell);
        publish();
        tell(problems());
    }

    /** Notes that the poll returned. */
    void afterPoll(Consumer<byte[], byte[]> consumer) {
        contact.look(consumer);
        long now = System.nanoTime();
        if (now - lagLooked >= LAG_NANOS) {
            lagLooked = now;
            lag = currentLag(consumer);
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
        Set<Integer> numbers = numbers(parts);
        for (int number : numbers) {
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
                tenure.consume(topic, record);
            }
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
        working = Set.copyOf(withoutAll(working, numbers));
        closing.forEach(PartitionMember::join);
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
                end(Set.of(number), dead -> dead.abandon("a transaction failed"));
                retry(number);
            } else if (tenure.fenceFailure() != null) {
                LOG.atWarn()
                        .addKeyValue("service", engine.inputs().service())
                        .addKeyValue("partition", number)
                        .addKeyValue("cause", String.valueOf(tenure.fenceFailure()))
                        .log("The partition could not be fenced; trying again");
                end(Set.of(number), dead -> dead.abandon("fencing failed"));
                retry(number);
            }
        }
    }

    private void retry(int number) {
        int count = failures.merge(number, 1, Integer::sum);
        long pause = FIRST_RETRY.toNanos() << Math.min(count - 1, MOST_DOUBLINGS);
        retries.put(number, System.nanoTime() + pause);
    }

    /** Takes partitions again whose writer died, if the group confirms that they are still ours. */
    private void retake(Consumer<byte[], byte[]> consumer) {
        for (Map.Entry<Integer, Long> each : Map.copyOf(retries).entrySet()) {
            int number = each.getKey();
            if (System.nanoTime() - each.getValue() < 0 || !complete(number)) {
                continue;
            }
            if (confirmed(consumer, number)) {
                retries.remove(number);
                begin(consumer, number);
            } else {
                retry(number);
            }
        }
    }

    /**
     * Whether the group still counts this member in: it refuses commits of those it has thrown out. What is committed is
     * what was committed before.
     */
    private boolean confirmed(Consumer<byte[], byte[]> consumer, int number) {
        try {
            TopicPartition part =
                    new TopicPartition(engine.inputs().topics().getFirst().topicName(), number);
            OffsetAndMetadata before =
                    consumer.committed(Set.of(part), BROKER_LIMIT).get(part);
            consumer.commitSync(Map.of(part, before == null ? new OffsetAndMetadata(0) : before), BROKER_LIMIT);
            return true;
        } catch (KafkaException e) {
            LOG.atInfo()
                    .addKeyValue("service", engine.inputs().service())
                    .addKeyValue("partition", number)
                    .addKeyValue("cause", e.toString())
                    .log("The group does not confirm the partition yet");
            return false;
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
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(parts, BROKER_LIMIT);
            Map<TopicPartition, OffsetAndMetadata> copied = consumer.committed(parts, BROKER_LIMIT);
            for (Ownership tenure : fenced) {
                Map<TopicPartition, Long> own = new HashMap<>(ends);
                own.keySet().retainAll(tenure.parts());
                Map<TopicPartition, Long> letters = new HashMap<>();
                tenure.parts().forEach(part -> {
                    OffsetAndMetadata offset = copied.get(part);
                    letters.put(part, offset == null ? 0L : offset.offset());
                });
                tenure.load(own, letters);
            }
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("service", engine.inputs().service())
                    .addKeyValue("cause", e.toString())
                    .log("The broker does not say where the tables end; asking again");
        }
    }

    private void finishLoads(Consumer<byte[], byte[]> consumer) {
        for (Ownership tenure : List.copyOf(tenures.values())) {
            if (!tenure.loading() || tenure.working()) {
                continue;
            }
            Map<TopicPartition, Long> positions = new HashMap<>();
            try {
                for (TopicPartition part : tenure.parts()) {
                    positions.put(part, consumer.position(part, BROKER_LIMIT));
                }
            } catch (KafkaException e) {
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
        } catch (RuntimeException e) {
            engine.metrics().workerFailed();
            LOG.atError()
                    .addKeyValue("service", engine.inputs().service())
                    .addKeyValue("partition", number)
                    .setCause(e)
                    .log("The worker of a partition does not start; trying again");
            end(Set.of(number), dead -> dead.abandon("its worker did not start"));
            retry(number);
            return;
        }
        failures.remove(number);
        LOG.atInfo()
                .addKeyValue("service", engine.inputs().service())
                .addKeyValue("partition", number)
                .log("The partition is loaded and worked on");
    }

    private void publish() {
        Set<Integer> now = new TreeSet<>();
        Set<Integer> later = new TreeSet<>(retries.keySet());
        tenures.forEach((number, tenure) -> (tenure.working() ? now : later).add(number));
        working = Set.copyOf(now);
        waiting = Set.copyOf(later);
    }

    private void tell(List<String> problems) {
        if (problems.equals(told)) {
            return;
        }
        if (problems.isEmpty()) {
            LOG.atInfo().addKeyValue("service", engine.inputs().service()).log("Kafka does its part again");
        } else {
            LOG.atWarn()
                    .addKeyValue("service", engine.inputs().service())
                    .addKeyValue("problems", problems)
                    .log("Kafka does not do its part");
        }
        told = problems;
    }

    /** Counts nothing where the client does not know. */
    private long currentLag(Consumer<byte[], byte[]> consumer) {
        long sum = 0;
        for (TopicPartition part : assigned) {
            OptionalLong lag = consumer.currentLag(part);
            sum += lag.orElse(0);
        }
        return sum;
    }

    private ConsumerGroupMetadata membership() {
        ConsumerGroupMetadata known = membership;
        if (known == null) {
            throw new IllegalStateException("the consumer has not polled yet");
        }
        return known;
    }

    private static Set<Integer> numbers(Collection<TopicPartition> parts) {
        Set<Integer> numbers = new TreeSet<>();
        parts.forEach(part -> numbers.add(part.partition()));
        return numbers;
    }

    private static Set<Integer> withoutAll(Set<Integer> from, Set<Integer> these) {
        Set<Integer> rest = new HashSet<>(from);
        rest.removeAll(these);
        return rest;
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
