package io.keelstream.messaging.scenario;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.broker.BrokerMain;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.messaging.topic.Provisioning;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker process with the topics, a writer of plans, and a reader of what was published. */
final class World implements AutoCloseable {

    static final int PARTITIONS = 3;

    private final Path folder;
    private final Producer<byte[], byte[]> plans;
    private final AtomicLong sequence = new AtomicLong(1);
    private ChildProcess broker;
    private final String servers;
    private final PublishedEvents events;

    World(Path folder) {
        this.folder = folder;
        this.broker = ChildProcess.java(BrokerMain.class, folder.toString(), "0");
        this.servers = broker.awaitLine("bootstrap ");
        Provisioning.install(KafkaSettings.at(servers).clientProperties(), PARTITIONS, (short) 1);
        this.plans = producer(null);
        this.events = new PublishedEvents(servers);
    }

    /** What a subscriber has got of {@code deployment}. */
    PublishedEvents events() {
        return events;
    }

    String servers() {
        return servers;
    }

    /** A name for each target. */
    static List<String> targets(String prefix, int count) {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            targets.add(prefix + "/app-" + i);
        }
        return targets;
    }

    /** What a planner does: says how far a target shall be. */
    void plan(String target, long number) {
        Fact fact = Fact.of(EventType.PLAN_CHANGED, target, Samples.plan(number), EventContext.at(Instant.now()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.PLAN.topicName(),
                Partitions.of(target, PARTITIONS),
                target.getBytes(StandardCharsets.UTF_8),
                CloudEventCodec.data(fact));
        CloudEventCodec.headers(fact, "/keelstream/test/planner", sequence.getAndIncrement())
                .forEach(record.headers()::add);
        Future<RecordMetadata> _ = plans.send(record, (_, failure) -> {
            if (failure != null) {
                failure.printStackTrace();
            }
        });
    }

    void flush() {
        plans.flush();
    }

    /** Writes any bytes as they are. */
    void write(Topic topic, int partition, byte[] key, byte[] value) {
        Future<RecordMetadata> _ =
                plans.send(new ProducerRecord<>(topic.topicName(), partition, key, value), (_, _) -> {});
        plans.flush();
    }

    /** Writes a record as it is. */
    void write(ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> _ = plans.send(record, (_, _) -> {});
        plans.flush();
    }

    /** A producer; transactional when it is given an id. */
    Producer<byte[], byte[]> producer(String transactionalId) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", servers);
        properties.put("max.request.size", 16 << 20);
        if (transactionalId != null) {
            properties.put("transactional.id", transactionalId);
            properties.put("transaction.timeout.ms", "120000");
        }
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Everything that is committed in a topic now, read as any subscriber would. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        properties.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> parts = consumer.partitionsFor(topic).stream()
                    .map(part -> new TopicPartition(topic, part.partition()))
                    .toList();
            consumer.assign(parts);
            consumer.seekToBeginning(parts);
            Map<TopicPartition, Long> ends = consumer.endOffsets(parts);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** {@code kill -9} for the broker. */
    void killBroker() {
        broker.signal("KILL");
        broker.awaitEnd();
    }

    /** The broker comes back at the same place with the same data. */
    void restartBroker() {
        broker = ChildProcess.java(BrokerMain.class, folder.toString(), servers.substring(servers.indexOf(':') + 1));
        broker.awaitLine("bootstrap ");
    }

    @Override
    public void close() {
        events.close();
        plans.close(Duration.ofSeconds(1));
        broker.close();
    }
}
