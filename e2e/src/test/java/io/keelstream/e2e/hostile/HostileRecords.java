package io.keelstream.e2e.hostile;

import static io.keelstream.e2e.hostile.HostileText.bytes;
import static io.keelstream.e2e.hostile.HostileText.one;
import static io.keelstream.e2e.hostile.HostileText.utf8;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records that mean nothing, are too large, or stand where they do not belong; of targets that nobody has. */
final class HostileRecords {

    private static final List<Topic> TOPICS =
            List.of(Topic.HEAD, Topic.DESIRED, Topic.PLAN, Topic.INVENTORY, Topic.EXECUTION, Topic.TARGET);

    private HostileRecords() {}

    static HostileInput next(Random random) {
        Topic topic = one(random, TOPICS);
        int count = 1 + random.nextInt(4);
        List<ProducerRecord<byte[], byte[]>> records =
                IntStream.range(0, count).mapToObj(_ -> record(random, topic)).toList();
        return HostileInput.records(count + " records on " + topic.topicName(), records);
    }

    private static ProducerRecord<byte[], byte[]> record(Random random, Topic topic) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.topicName(), random.nextInt(2), key(random), value(random));
        if (random.nextInt(4) > 0) {
            header(record, "ce_specversion", "1.0");
            header(record, "ce_type", random.nextInt(5) == 0 ? HostileText.odd(random) : type(topic));
            header(record, "ce_source", "/keelstream/e2e/stranger");
            header(record, "ce_id", String.valueOf(random.nextInt()));
            header(record, "ce_sequence", random.nextInt(5) == 0 ? "many" : "00000000000000000001");
            header(record, "ce_time", random.nextInt(5) == 0 ? "yesterday" : "2026-01-01T00:00:00Z");
        }
        return record;
    }

    private static byte[] key(Random random) {
        String nobody =
                "production/nobody-" + Integer.toHexString(random.nextInt()).toLowerCase(Locale.ROOT);
        return switch (random.nextInt(5)) {
            case 0 -> bytes(random, 1 + random.nextInt(30));
            case 1 -> utf8("nobody@refs/heads/main#" + nobody.substring(11));
            case 2 -> utf8(nobody + HostileText.odd(random));
            case 3 -> utf8(nobody.repeat(1 + random.nextInt(20_000)));
            default -> utf8(nobody);
        };
    }

    private static byte @Nullable [] value(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> bytes(random, random.nextInt(10_000));
            case 2 -> new byte[1 + random.nextInt(40 << 20)];
            case 3 -> utf8("[".repeat(1 + random.nextInt(200_000)));
            case 4 -> utf8("{\"" + "x".repeat(random.nextInt(200_000)) + "\":1}");
            case 5 -> utf8("{\"sequence\":" + "9".repeat(1 + random.nextInt(100_000)) + "}");
            case 6 -> utf8("{\"message\":\"" + "y".repeat(random.nextInt(30 << 20)) + "\"}");
            default -> utf8("{\"sequence\":\"many\",\"objects\":{\"a\":1},\"revision\":7}");
        };
    }

    private static String type(Topic topic) {
        return Arrays.stream(EventType.values())
                .filter(each -> each.topic() == topic)
                .findFirst()
                .orElseThrow()
                .type();
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, utf8(value));
    }
}
