package io.keelstream.notifier.delivery;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.codec.Headers;
import io.keelstream.messaging.service.ClientProperties;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.notifier.notice.Kind;
import io.keelstream.notifier.notice.Notice;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.internals.BoundedKafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Reads the topics for one sink in a group of its own. A record's offset is committed when the sink has it, does not want it, or when
 * it is given up; after a death in between it comes again. A sink that is down keeps its own records waiting in Kafka, and no
 * other sink's. Thread-safe.
 */
final class SinkRunner {

    private static final Duration IDLE_POLL = Duration.ofMillis(250);

    private final SinkSettings settings;
    private final KafkaSettings kafka;
    private final MeterRegistry meters;
    private final Clock clock;
    private @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private @Nullable Deliverer deliverer;

    SinkRunner(SinkSettings settings, KafkaSettings kafka, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.kafka = kafka;
        this.meters = meters;
        this.clock = clock;
    }

    synchronized void start() {
        if (container != null) {
            return;
        }
        Deliverer made = new Deliverer(settings, new SinkMeters(meters, settings.name(), clock), clock);
        deliverer = made;
        container = container(made);
        container.start();
    }

    /** Idempotent. */
    synchronized void stop(Duration limit) {
        ConcurrentMessageListenerContainer<byte[], byte[]> running = container;
        if (running == null) {
            return;
        }
        container = null;
        CountDownLatch ended = new CountDownLatch(1);
        running.stop(ended::countDown);
        try {
            boolean _ = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Objects.requireNonNull(deliverer).close();
    }

    /** Why it does not work; empty when it does. */
    synchronized Optional<String> problem() {
        return container != null && container.isRunning() && !container.isInExpectedState()
                ? Optional.of("the consumer of sink " + settings.name() + " ended")
                : Optional.empty();
    }

    /** Whether the group gave it partitions. */
    synchronized boolean assigned() {
        return container != null
                && container.getAssignedPartitions() != null
                && !container.getAssignedPartitions().isEmpty();
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(Deliverer to) {
        Map<String, Object> consumer = ClientProperties.subscriber(kafka, settings.group());
        DefaultKafkaConsumerFactory<byte[], byte[]> consumers = new DefaultKafkaConsumerFactory<>(consumer) {
            @Override
            protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> properties) {
                return new BoundedKafkaConsumer(properties);
            }
        };
        ContainerProperties properties =
                new ContainerProperties(topics().stream().map(Topic::topicName).toArray(String[]::new));
        properties.setGroupId(settings.group());
        properties.setAckMode(ContainerProperties.AckMode.RECORD);
        properties.setPollTimeout(IDLE_POLL.toMillis());
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(settings.group() + "-");
        threads.setVirtualThreads(true);
        properties.setListenerTaskExecutor(threads);
        properties.setConsumerRebalanceListener(new ConsumerAwareRebalanceListener() {
            @Override
            public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
                to.revoked();
            }

            @Override
            public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
                to.revoked();
            }
        });
        properties.setMessageListener((ConsumerAwareMessageListener<byte[], byte[]>) (record, reader) ->
                notice(record, Objects.requireNonNull(reader)).ifPresent(notice -> deliver(to, notice)));
        ConcurrentMessageListenerContainer<byte[], byte[]> made =
                new ConcurrentMessageListenerContainer<>(consumers, properties);
        made.setBeanName(settings.group());
        made.setCommonErrorHandler(new Pauses());
        return made;
    }

    private static void deliver(Deliverer to, Notice notice) {
        try {
            to.deliver(notice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Undelivered why) {
            if (to.again(notice, why)) {
                throw why;
            }
            to.ended(notice, why);
        } catch (RuntimeException fault) {
            // a fault of ours: no event is to hold those behind it
            to.ended(
                    notice,
                    new Undelivered.Refused(
                            "internal error: " + fault.getClass().getName()));
        }
    }

    private static Optional<Notice> notice(ConsumerRecord<byte[], byte[]> record, Consumer<?, ?> reader) {
        Topic topic = topics().stream()
                .filter(each -> each.topicName().equals(record.topic()))
                .findFirst()
                .orElseThrow();
        int partitions = reader.partitionsFor(record.topic()).size();
        String source = Objects.requireNonNullElse(CloudEventCodec.text(record, Headers.SOURCE), "");
        return CloudEventCodec.decode(topic, record, partitions) instanceof Decoded.Event(var type, var received)
                ? Kind.of(type).map(kind -> new Notice(kind, source, received))
                : Optional.empty();
    }

    /** The topics of all kinds: which of them a sink asked for decides its filter, so another filter keeps the group. */
    static List<Topic> topics() {
        return Arrays.stream(Kind.values())
                .map(kind -> kind.type().topic())
                .distinct()
                .toList();
    }
}
