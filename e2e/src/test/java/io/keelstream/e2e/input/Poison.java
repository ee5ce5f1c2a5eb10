package io.keelstream.e2e.input;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Ways in which a record can mean nothing. */
enum Poison {
    /** The right headers, and bytes of no sense. */
    GARBAGE {
        @Override
        byte[] value() {
            return new byte[] {0, (byte) 0xFF, 'x', 0};
        }
    },
    /** The right headers, and a document of another shape. */
    WRONG_SCHEMA {
        @Override
        byte[] value() {
            return "{\"sequence\":\"many\",\"objects\":{\"a\":1},\"revision\":7}".getBytes(StandardCharsets.UTF_8);
        }
    },
    /** An event type that nothing reads. */
    UNKNOWN_TYPE {
        @Override
        byte[] value() {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        String type(Topic topic) {
            return "io.keelstream.nothing.happened.v9";
        }
    },
    /** No header at all. */
    MISSING_HEADERS {
        @Override
        byte[] value() {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
    },
    /** As large as a topic of bundles takes it, and garbage. */
    OVERSIZED {
        @Override
        byte[] value() {
            byte[] noise = new byte[4_500_000];
            new Random(5).nextBytes(noise);
            return noise;
        }
    };

    abstract byte[] value();

    String type(Topic topic) {
        return Arrays.stream(EventType.values())
                .filter(each -> each.topic() == topic)
                .findFirst()
                .orElseThrow()
                .type();
    }

    /** Whether the topic takes it at all. */
    boolean fits(Topic topic) {
        return this != OVERSIZED || (topic != Topic.HEAD && topic != Topic.TARGET);
    }

    /** The record, where its key belongs. */
    ProducerRecord<byte[], byte[]> record(Topic topic, String key, int partitions) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic.topicName(), Partitions.of(key, partitions), key.getBytes(StandardCharsets.UTF_8), value());
        if (this != MISSING_HEADERS) {
            header(record, "ce_specversion", "1.0");
            header(record, "ce_type", type(topic));
            header(record, "ce_source", "/keelstream/e2e/stranger");
            header(record, "ce_id", "0");
            header(record, "ce_sequence", "00000000000000000001");
            header(record, "ce_time", "2026-01-01T00:00:00Z");
        }
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
