package io.keelstream.messaging.partition;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.partition.BrokerQuestions.LoadEnds;
import io.keelstream.messaging.topic.Topics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One tenure of one partition: fence, load, evaluate, work, in this order, and the end of it. A partition that is fenced and
 * loaded anew gets a new tenure. Called from the polling thread alone, except where {@link OwnedPartition} says otherwise.
 */
final class Ownership implements OwnedPartition {

    private final Engine engine;
    private final int number;
    private final BrokerContact contact;
    private final Map<Topic, TopicRecords> tables = new EnumMap<>(Topic.class);
    private final Sequences sequences = new Sequences();
    private final CompletableFuture<Producer<byte[], byte[]>> fence = new CompletableFuture<>();
    private final DeadLetters letters = new DeadLetters();
    private final long begunNanos = System.nanoTime();

    /** Where each table's load ends; null until the partition is fenced. */
    private @Nullable Map<TopicPartition, Long> ends;

    /** Dead letters up to here exist already. */
    private Map<TopicPartition, Long> copiedUpTo = Map.of();

    private volatile @Nullable GroupCommitWriter writer;
    private @Nullable PartitionWorker worker;
    private @Nullable Hints hints;
    private volatile boolean closed;

    Ownership(Engine engine, int number, BrokerContact contact) {
        this.engine = engine;
        this.number = number;
        this.contact = contact;
        for (Topic topic : engine.inputs().topics()) {
            tables.put(topic, emptyTable(topic));
        }
        Thread.ofVirtual()
                .name("fence-" + engine.inputs().transactionalId(number))
                .start(this::fence);
    }

    /** Whether the previous owner is fenced, or that failed: {@link #fenceFailure} says. */
    boolean fenceDone() {
        return fence.isDone();
    }

    /** Why fencing failed; null when it did not. */
    @Nullable
    Throwable fenceFailure() {
        return fence.isCompletedExceptionally() ? fence.exceptionNow() : null;
    }

    /** Whether the ends of the load are known. */
    boolean loading() {
        return ends != null;
    }

    /** Fixes what complete means: ends that were taken after fencing. */
    void load(LoadEnds load) {
        this.ends = load.ends();
        this.copiedUpTo = load.copiedUpTo();
    }

    /** Whether positions have reached the ends; markers occupy offsets, so positions count, not records. */
    boolean complete(Map<TopicPartition, Long> positions) {
        return ends != null
                && ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** The topic partitions to load. */
    List<TopicPartition> parts() {
        return engine.inputs().topics().stream()
                .map(topic -> new TopicPartition(topic.topicName(), number))
                .toList();
    }

    /**
     * The tables are complete: makes writer and worker, and starts the evaluation.
     *
     * @param member this consumer's membership in the group as of now; asked from the writer's thread
     */
    void work(Supplier<ConsumerGroupMetadata> member) {
        GroupCommitWriter made = new GroupCommitWriter(
                "writer-" + engine.inputs().transactionalId(number),
                new FactEncoder(engine.inputs(), engine.partitionCounts(), number),
                new PartitionTransaction(engine.inputs(), fence.join(), member, sequences, tables, engine.metrics()),
                () -> {});
        writer = made;
        letters.begin(made, copiedUpTo);
        PartitionWorker madeWorker = engine.factory().create(this);
        worker = madeWorker;
        hints = new Hints(madeWorker, engine.inputs().service(), engine.metrics());
        madeWorker.loaded();
        engine.metrics().loaded(Duration.ofNanos(System.nanoTime() - begunNanos));
    }

    /** Whether the worker is at work. */
    boolean working() {
        return worker != null && !closed && !writerDead();
    }

    /** Whether a transaction failed, so that a new tenure is needed. */
    boolean writerDead() {
        GroupCommitWriter made = writer;
        return made != null && made.dead();
    }

    /** How long Kafka has been asked to commit something without an answer; zero when it is not asked. Any thread. */
    Duration committing() {
        GroupCommitWriter made = writer;
        return made == null || made.dead() ? Duration.ZERO : made.committing();
    }

    /** Whether the writer ended because another owner took the partition. */
    boolean fenced() {
        GroupCommitWriter made = writer;
        return made != null && made.fenced();
    }

    /** Enters a record and wakes whoever works on its key. */
    void consume(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        TopicRecords table = tables.get(topic);
        if (table == null || closed) {
            return;
        }
        Decoded decoded = CloudEventCodec.decode(topic, record, engine.partitions(topic));
        boolean changed = table.consume(decoded, record.offset());
        if (decoded instanceof Decoded.ContractViolation violation) {
            letters.add(record, violation);
        }
        if (hints != null) {
            if (changed) {
                hints.give(topic, decoded.key());
            }
        } else if (changed && topic.writers().contains(engine.inputs().service())) {
            sequences.restore(topic.topicName(), decoded.key(), record);
        }
    }

    /** Gives the worker again the hints that it failed on a while ago. */
    void repeatHints() {
        if (hints != null && !closed) {
            hints.repeat();
        }
    }

    /** The end in order: the worker stops, what it has queued is committed, the producer goes. */
    void close(Duration limit) {
        closed = true;
        try {
            if (worker != null) {
                worker.close();
            }
        } finally {
            GroupCommitWriter made = writer;
            if (made != null) {
                made.close(limit);
            } else {
                closeProducer();
            }
        }
    }

    /** The end of a partition that may have another owner already: nothing more is written. */
    void abandon(String why) {
        closed = true;
        GroupCommitWriter made = writer;
        if (made != null) {
            made.abandon(why);
        } else {
            closeProducer();
        }
        if (worker != null) {
            worker.close();
        }
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int partitions() {
        return engine.partitions();
    }

    @Override
    public String installation() {
        return engine.inputs().installation();
    }

    @Override
    @SuppressWarnings("unchecked") // holds() compared the very class
    public <T extends Record> Table<T> table(Topic topic, Class<T> type) {
        if (tables.get(topic) instanceof MemoryTable<?> table && table.holds(type)) {
            return (Table<T>) table;
        }
        throw notSubscribed(topic, type);
    }

    @Override
    @SuppressWarnings("unchecked") // holds() compared the very class
    public <T extends Record> Archive<T> archive(Topic topic, Class<T> type) {
        if (tables.get(topic) instanceof ArchivedTable<?> table && table.holds(type)) {
            return (Archive<T>) table;
        }
        throw notSubscribed(topic, type);
    }

    private IllegalArgumentException notSubscribed(Topic topic, Class<? extends Record> type) {
        return new IllegalArgumentException(
                engine.inputs().service() + " subscribes to no " + topic.topicName() + " of " + type.getSimpleName());
    }

    @Override
    public FactWriter writer() {
        GroupCommitWriter made = writer;
        if (made == null) {
            throw new IllegalStateException("partition " + number + " is not loaded");
        }
        return made;
    }

    @Override
    public boolean current() {
        return engine.prerequisites().stream().allMatch(Prerequisite::current);
    }

    @Override
    public boolean mayWriteToCluster() {
        return !closed && !writerDead() && contact.recent();
    }

    private void fence() {
        Producer<byte[], byte[]> producer;
        try {
            producer = engine.clients().producer(engine.inputs().transactionalId(number));
        } catch (Throwable e) {
            fence.completeExceptionally(e);
            return;
        }
        try {
            producer.initTransactions();
            fence.complete(producer);
        } catch (Throwable e) {
            producer.close(Duration.ZERO);
            fence.completeExceptionally(e);
        }
    }

    private void closeProducer() {
        CompletableFuture<Void> _ = fence.thenAccept(producer -> producer.close(Duration.ZERO));
    }

    private TopicRecords emptyTable(Topic topic) {
        return Topics.archived(topic)
                ? new ArchivedTable<>(EventType.payloadOf(topic), offset -> archived(topic, offset))
                : new MemoryTable<>(EventType.payloadOf(topic));
    }

    private @Nullable Decoded archived(Topic topic, long offset) throws InterruptedException {
        ConsumerRecord<byte[], byte[]> record =
                engine.clients().read(new TopicPartition(topic.topicName(), number), offset);
        return record == null ? null : CloudEventCodec.decode(topic, record, engine.partitions(topic));
    }
}
