package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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
import org.apache.kafka.clients.producer.Producer;
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
     * @param producers makes the transactional producer of a transactional id, not initialised
     * @param meters where the figures go
     */
    public PartitionEngine(
            ServiceInputs inputs,
            PartitionWorkerFactory factory,
            Map<Topic, Integer> partitionCounts,
            Duration sessionTimeout,
            Function<String, Producer<byte[], byte[]>> producers,
            MeterRegistry meters) {
        this.engine = new Engine(
                inputs,
                factory,
                partitionCounts,
                sessionTimeout,
                producers,
                new EngineMetrics(meters, inputs.service()));
    }

    /**
     * The consumer with the engine's work around each poll. The container has no hook there, and its listener is not called
     * while nothing arrives.
     */
    @SuppressWarnings({"unchecked", "ReferenceEquality"
    }) // a proxy of Consumer.class is a Consumer, equal to itself alone
    public Consumer<byte[], byte[]> attach(Consumer<byte[], byte[]> consumer) {
        PartitionMember member = new PartitionMember(engine);
        InvocationHandler around = (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "poll" -> {
                    return poll(consumer, member, method, arguments);
                }
                case "close" -> {
                    // closing still tells of partitions
                    Object closed = invoke(consumer, method, arguments);
                    members.remove((Consumer<byte[], byte[]>) proxy);
                    return closed;
                }
                case "equals" -> {
                    return proxy == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                default -> {}
            }
            return invoke(consumer, method, arguments);
        };
        Consumer<byte[], byte[]> attached = (Consumer<byte[], byte[]>)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Consumer.class}, around);
        members.put(attached, member);
        return attached;
    }

    /** The group gave partitions to an attached consumer. */
    public void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> parts) {
        @SuppressWarnings("unchecked") // attach() made it
        Consumer<byte[], byte[]> attached = (Consumer<byte[], byte[]>) consumer;
        member(consumer).assigned(attached, parts);
    }

    /** The group asks for partitions back; returns when nothing of theirs runs any more. */
    public void revoked(Consumer<?, ?> consumer, Collection<TopicPartition> parts) {
        member(consumer).revoked(parts);
    }

    /** The group has given partitions to somebody else. */
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

    /** Partitions that are held and not worked on yet. */
    public Set<Integer> waiting() {
        Set<Integer> all = new TreeSet<>();
        members.values().forEach(member -> all.addAll(member.waiting()));
        return all;
    }

    /** What Kafka owes this process for longer than it should take, one line each; empty when all is well. */
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

    private Object poll(Consumer<byte[], byte[]> consumer, PartitionMember member, Method method, Object[] arguments)
            throws Throwable {
        member.beforePoll(consumer);
        engine.metrics().working(working().size());
        Object[] limit = member.busy() ? new Object[] {BUSY_POLL} : arguments;
        boolean held = holdsAny(consumer);
        Object polled;
        try {
            polled = invoke(consumer, method, limit);
        } catch (IllegalStateException e) {
            if (!held || holdsAny(consumer)) {
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

    private static boolean holdsAny(Consumer<byte[], byte[]> consumer) {
        return !consumer.assignment().isEmpty();
    }

    private static Object invoke(Consumer<byte[], byte[]> consumer, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
