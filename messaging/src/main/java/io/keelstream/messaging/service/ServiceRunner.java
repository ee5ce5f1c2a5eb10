package io.keelstream.messaging.service;

import io.keelstream.messaging.partition.PartitionConsumer;
import io.keelstream.messaging.partition.PartitionEngine;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import io.keelstream.messaging.partition.Prerequisite;
import io.keelstream.messaging.partition.ServiceInputs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ConsumerFailedToStartEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Runs one service's share of the partitions: joins the group, gives every owned partition a worker, and leaves the group in
 * order. Thread-safe.
 */
public final class ServiceRunner implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);

    /** How long a poll waits when nothing happens; records end it at once. */
    private static final Duration IDLE_POLL = Duration.ofMillis(250);

    private final ServiceInputs inputs;
    private final KafkaSettings settings;
    private final PartitionWorkerFactory factory;
    private final MeterRegistry meters;
    private final Runnable afterwards;
    private final List<Prerequisite> prerequisites;

    private @Nullable PartitionEngine engine;
    private @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private volatile @Nullable String failure;

    /**
     * @param inputs what the service reads
     * @param settings how to reach Kafka
     * @param factory makes the worker of a loaded partition
     * @param meters where the figures go
     */
    public ServiceRunner(
            ServiceInputs inputs, KafkaSettings settings, PartitionWorkerFactory factory, MeterRegistry meters) {
        this(inputs, settings, factory, meters, List.of(), () -> {});
    }

    /**
     * The same.
     *
     * @param prerequisites what must be complete before a partition is worked on; started and closed by the runner
     * @param afterwards what is closed at the end of each {@link #stop}; idempotent
     */
    public ServiceRunner(
            ServiceInputs inputs,
            KafkaSettings settings,
            PartitionWorkerFactory factory,
            MeterRegistry meters,
            List<Prerequisite> prerequisites,
            Runnable afterwards) {
        this.inputs = inputs;
        this.settings = settings;
        this.factory = factory;
        this.meters = meters;
        this.prerequisites = List.copyOf(prerequisites);
        this.afterwards = afterwards;
    }

    @Override
    public String name() {
        return inputs.service();
    }

    /**
     * Checks the broker and joins the group; returns before anything is loaded.
     *
     * @throws StartRefusedException when the broker or a topic is not set up as needed; one line per finding with its remedy
     */
    @Override
    public synchronized void start() {
        if (container != null) {
            return;
        }
        StartCheck.Setup setup = StartCheck.run(inputs, settings);
        PartitionEngine made = new PartitionEngine(
                inputs,
                factory,
                setup.partitionCounts(),
                setup.sessionTimeout(),
                new KafkaClients(settings),
                prerequisites,
                meters);
        prerequisites.forEach(Prerequisite::start);
        failure = null;
        engine = made;
        container = container(made);
        container.start();
    }

    /** Closes the workers, leaves the group; what takes longer than the limit is left behind. Idempotent. */
    @Override
    public synchronized void stop(Duration limit) {
        if (container != null) {
            end(container, limit);
        }
        prerequisites.forEach(Prerequisite::close);
        afterwards.run();
    }

    private void end(ConcurrentMessageListenerContainer<byte[], byte[]> running, Duration limit) {
        container = null;
        CountDownLatch ended = new CountDownLatch(1);
        running.stop(ended::countDown);
        try {
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn()
                        .addKeyValue("service", inputs.service())
                        .log("The consumers do not end; they are abandoned");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine = null;
    }

    /** Whether every partition that this process was given is loaded and worked on, and Kafka is usable. */
    @Override
    public boolean ready() {
        return problems().isEmpty();
    }

    @Override
    public synchronized boolean ownsAll() {
        return engine != null && engine.ownsAll();
    }

    /** Whether the process can still do its work; false asks for a restart: a consumer ended, or a table is behind though Kafka answers. */
    @Override
    public boolean live() {
        return failure == null && prerequisites.stream().noneMatch(Prerequisite::stuck);
    }

    /** Why {@link #live} or {@link #ready} is false, one line each; empty when all is well. */
    @Override
    public synchronized List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (failure != null) {
            problems.add(failure);
        }
        if (engine == null) {
            problems.add(inputs.service() + " is not started");
        } else if (!engine.joined()) {
            problems.add(inputs.service() + " has not joined its group yet");
        } else {
            if (!engine.waiting().isEmpty()) {
                problems.add(inputs.service() + " loads partitions " + engine.waiting());
            }
            engine.problems().forEach(problem -> problems.add(inputs.service() + " " + problem));
            prerequisites.forEach(
                    needed -> needed.problem().ifPresent(problem -> problems.add(inputs.service() + " " + problem)));
        }
        return problems;
    }

    /** The partitions that are owned, loaded and worked on. */
    public synchronized Set<Integer> partitions() {
        return engine == null ? Set.of() : engine.working();
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(PartitionEngine engine) {
        DefaultKafkaConsumerFactory<byte[], byte[]> consumers =
                new DefaultKafkaConsumerFactory<>(ClientProperties.consumer(settings, inputs.group())) {
                    @Override
                    protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> properties) {
                        return new PartitionConsumer(properties, engine);
                    }
                };
        ContainerProperties properties = new ContainerProperties(
                inputs.topics().stream().map(topic -> topic.topicName()).toArray(String[]::new));
        properties.setGroupId(inputs.group());
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.NEVER);
        properties.setPollTimeout(IDLE_POLL.toMillis());
        properties.setShutdownTimeout(Duration.ofSeconds(25).toMillis());
        properties.setConsumerRebalanceListener(new Rebalance(engine));
        properties.setMessageListener((BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>)
                (records, _, consumer) -> engine.consume(Objects.requireNonNull(consumer), records));
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(inputs.service() + "-");
        threads.setVirtualThreads(true);
        properties.setListenerTaskExecutor(threads);
        ConcurrentMessageListenerContainer<byte[], byte[]> made =
                new ConcurrentMessageListenerContainer<>(consumers, properties);
        made.setBeanName(inputs.service());
        made.setConcurrency(settings.members());
        made.setCommonErrorHandler(new CommonContainerStoppingErrorHandler());
        made.setApplicationEventPublisher(this::watch);
        return made;
    }

    /** A consumer that ends by itself is beyond repair from inside. */
    private void watch(Object event) {
        switch (event) {
            case ConsumerFailedToStartEvent _ -> failure = inputs.service() + "'s consumer did not start";
            case ConsumerStoppedEvent stopped
            when stopped.getReason() != ConsumerStoppedEvent.Reason.NORMAL ->
                failure = inputs.service() + "'s consumer ended: " + stopped.getReason();
            default -> {}
        }
    }

    /** Hands the group's decisions to the engine. */
    private record Rebalance(PartitionEngine engine) implements ConsumerAwareRebalanceListener {

        @Override
        public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> parts) {
            engine.assigned(consumer, parts);
        }

        @Override
        public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> parts) {
            engine.revoked(consumer, parts);
        }

        @Override
        public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> parts) {
            engine.lost(consumer, parts);
        }
    }
}
