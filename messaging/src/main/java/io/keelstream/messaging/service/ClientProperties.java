package io.keelstream.messaging.service;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings that the engine relies on. */
public final class ClientProperties {

    private static final String EIGHT_MIB = String.valueOf(8 << 20);
    private static final String SIXTEEN_MIB = String.valueOf(16 << 20);

    private ClientProperties() {}

    /** A member of a service's group. */
    static Map<String, Object> consumer(KafkaSettings settings, String group) {
        Map<String, Object> all = new HashMap<>();
        all.put("group.id", group);
        all.put("group.protocol", "consumer");
        all.put("group.remote.assignor", "range");
        all.put("enable.auto.commit", "false");
        all.put("auto.offset.reset", "earliest");
        all.put("isolation.level", "read_committed");
        all.put("allow.auto.create.topics", "false");
        all.put("fetch.min.bytes", "1");
        all.put("fetch.max.bytes", EIGHT_MIB);
        all.put("max.partition.fetch.bytes", EIGHT_MIB);
        all.put("max.poll.interval.ms", "300000");
        all.put("max.poll.records", "1000");
        all.put("reconnect.backoff.ms", "50");
        all.put("reconnect.backoff.max.ms", "1000");
        all.put("retry.backoff.ms", "50");
        all.put("key.deserializer", ByteArrayDeserializer.class);
        all.put("value.deserializer", ByteArrayDeserializer.class);
        all.putAll(settings.clientProperties());
        return all;
    }

    /**
     * A member of a group that takes one event after the other: of what is written from when the group is new, nothing is left out.
     * Records come singly, since each may take long.
     */
    public static Map<String, Object> subscriber(KafkaSettings settings, String group) {
        Map<String, Object> all = consumer(settings, group);
        all.put("auto.offset.reset", "latest");
        all.put("max.poll.records", "1");
        return all;
    }

    /** The writer of one partition. */
    static Map<String, Object> producer(KafkaSettings settings, String transactionalId) {
        Map<String, Object> all = new HashMap<>();
        all.put("transactional.id", transactionalId);
        all.put("transaction.timeout.ms", "10000");
        all.put("acks", "all");
        all.put("enable.idempotence", "true");
        all.put("compression.type", "zstd");
        all.put("linger.ms", "0");
        // one request at a time: else those behind one that waits for the last transaction's markers are refused in
        // turn
        all.put("max.in.flight.requests.per.connection", "1");
        all.put("batch.size", "131072");
        all.put("max.request.size", SIXTEEN_MIB);
        all.put("buffer.memory", SIXTEEN_MIB);
        all.put("max.block.ms", "60000");
        all.put("delivery.timeout.ms", "60000");
        all.put("request.timeout.ms", "15000");
        all.put("reconnect.backoff.ms", "50");
        all.put("reconnect.backoff.max.ms", "1000");
        all.put("retry.backoff.ms", "5");
        all.put("retry.backoff.max.ms", "500");
        all.put("key.serializer", ByteArraySerializer.class);
        all.put("value.serializer", ByteArraySerializer.class);
        all.putAll(settings.clientProperties());
        return all;
    }

    /** A writer outside the services, in no transaction. */
    public static Map<String, Object> writer(KafkaSettings settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("acks", "all");
        all.put("enable.idempotence", "true");
        all.put("compression.type", "zstd");
        all.put("max.block.ms", "15000");
        all.put("delivery.timeout.ms", "15000");
        all.put("request.timeout.ms", "10000");
        all.put("linger.ms", "0");
        all.put("key.serializer", ByteArraySerializer.class);
        all.put("value.serializer", ByteArraySerializer.class);
        all.putAll(settings.clientProperties());
        return all;
    }

    /** A reader without a group. */
    public static Map<String, Object> reader(KafkaSettings settings) {
        Map<String, Object> all = consumer(settings, "");
        all.remove("group.id");
        all.remove("group.remote.assignor");
        return all;
    }
}
