package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Turns what the consumers of a container are given into owned partitions. The container calls it from the consumers' own
 * polling threads; what asks for the state may come from any thread.
 */
public final class PartitionEngine {

    /** While a partition is on its way, what it waits for is looked at this often. */
    private static final Duration BUSY_POLL = Duration.ofMillis(5);

    private final Engine engine;
    private final Map<Consumer<byte[], byte[]>, PartitionMember> members = new ConcurrentHashMap<>();

    /**
     * @param inputs the service
     * @param factory makes workers
     * @param partitionCounts partitions of every topic that the service reads or writes
     * @param sessionTimeout the group's session timeout as the broker has it
     * @param clients of the broker
     * @param prerequisites what must be complete before a partition is worked on
     * @param meters where the figures go
     */
    public PartitionEngine(
            ServiceInputs inputs,
            PartitionWorkerFactory factory,
            Map<Topic, Integer> partitionCounts,
            Duration sessionTimeout,
            BrokerClients clients,
            List<Prerequisite> prerequisites,
            MeterRegistry meters) {
        this.engine = new Engine(
                inputs,
                factory,
                partitionCounts,
                sessionTimeout,
                clients,
                prerequisites,
                new EngineMetrics(meters, inputs.service()));
    }

    /** A consumer that joins the group; its partitions are the engine's from now on. */
    void attach(Consumer<byte[], byte[]> consumer) {
        members.put(consumer, new PartitionMember(engine));
    }

    /** A consumer that has left the group and given back its partitions. */
    void detach(Consumer<byte[], byte[]> consumer) {
        members.remove(consumer);
    }

    /**
     * A poll of an attached consumer with the engine's work around it.
     *
     * @param limit how long to wait for records; shorter while a partition is on its way
     * @param poll the poll itself
     */
    ConsumerRecords<byte[], byte[]> poll(
            Consumer<byte[], byte[]> consumer,
            Duration limit,
            Function<Duration, ConsumerRecords<byte[], byte[]>> poll) {
        PartitionMember member = member(consumer);
        member.beforePoll(consumer);
        engine.metrics().working(working().size());
        boolean held = !consumer.assignment().isEmpty();
        ConsumerRecords<byte[], byte[]> polled;
        try {
            polled = poll.apply(member.busy() ? BUSY_POLL : limit);
        } catch (IllegalStateException e) {
            if (!held || !consumer.assignment().isEmpty()) {
                throw e;
            }
            // The client's own thread took all partitions away, as after a halt, while it looked for their records.
            return ConsumerRecords.empty();
        }
        member.afterPoll(consumer);
        engine.metrics()
                .lag(members.values().stream().mapToLong(PartitionMember::lag).sum());
        return polled;
    }

    /** The group gave partitions to an attached consumer. */
    public void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> parts) {
        @SuppressWarnings("unchecked") // attach() took it
        Consumer<byte[], byte[]> attached = (Consumer<byte[], byte[]>) consumer;
        member(consumer).assigned(attached, parts);
    }

    /** The group asks for partitions back; returns when nothing of theirs runs any more. */
    public void revoked(Consumer<?, ?> consumer, Collection<TopicPartition> parts) {
        member(consumer).revoked(parts);
    }

    /** The group has given partitions to another member. */
    public void lost(Consumer<?, ?> consumer, Collection<TopicPartition> parts) {
        member(consumer).lost(parts);
    }

    /** Records of an attached consumer. */
    public void consume(Consumer<?, ?> consumer, List<ConsumerRecord<byte[], byte[]>> records) {
        member(consumer).consume(records);
    }

    /** Partitions that are owned, loaded and worked on. */
    public Set<Integer> working() {
        Set<Integer> all = new TreeSet<>();
        members.values().forEach(member -> all.addAll(member.working()));
        return all;
    }

    /** Whether all partitions of the subscribed topics are owned, loaded and worked on. */
    public boolean ownsAll() {
        return working().size() == engine.partitions();
    }

    /** Partitions that are held and not worked on yet. */
    public Set<Integer> waiting() {
        Set<Integer> all = new TreeSet<>();
        members.values().forEach(member -> all.addAll(member.waiting()));
        return all;
    }

    /** What makes Kafka unusable for this process, one line each; empty when all is well. */
    public List<String> problems() {
        return members.values().stream()
                .flatMap(member -> member.problems().stream())
                .distinct()
                .toList();
    }

    /** Whether every consumer has joined the group; false without consumers. */
    public boolean joined() {
        return !members.isEmpty() && members.values().stream().allMatch(PartitionMember::joined);
    }

    private PartitionMember member(Consumer<?, ?> consumer) {
        PartitionMember member = members.get(consumer);
        if (member == null) {
            throw new IllegalStateException("a consumer that is not attached: " + consumer);
        }
        return member;
    }
}
