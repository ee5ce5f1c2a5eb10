package io.keelstream.messaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.Decoded.ContractViolation.Reason;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.topic.Partitions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CloudEventCodecTests {

    private static final String KEY = "production/checkout";
    private static final String SOURCE = "/keelstream/demo/git-watcher";
    private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final RevisionRejected PAYLOAD = new RevisionRejected(
            new Revision("infra", "refs/heads/main", "a".repeat(40), "Zoë <z@example.org>", "Übung", TIME),
            List.of(new Problem("UnknownField", "no field 'x'", "keelstream.yaml:3:1")));
    private static final Fact FACT = Fact.of(
            EventType.REVISION_REJECTED,
            KEY,
            PAYLOAD,
            new EventContext(
                    TIME,
                    "cause-1",
                    Ids.correlation(KEY, "a".repeat(40)),
                    Ids.traceparent(Ids.trace("demo", "infra", "a"), "hop")));

    @Test
    void sdkReadsWhatIsWritten() {
        // When
        CloudEvent event = KafkaMessageFactory.createReader(written(FACT, 7)).toEvent();
        // Then
        assertThat(event.getSpecVersion().toString()).isEqualTo("1.0");
        assertThat(event.getType()).isEqualTo("io.keelstream.revision.rejected.v1");
        assertThat(event.getSource()).isEqualTo(URI.create(SOURCE));
        assertThat(event.getId()).hasSize(36);
        assertThat(event.getSubject()).isEqualTo(KEY);
        assertThat(event.getTime()).isEqualTo(TIME.atOffset(ZoneOffset.UTC));
        assertThat(event.getDataSchema()).isEqualTo(EventType.REVISION_REJECTED.dataSchema());
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getExtension("sequence")).isEqualTo("00000000000000000007");
        assertThat(event.getExtension("partitionkey")).isEqualTo(KEY);
        assertThat(event.getExtension("causationid")).isEqualTo("cause-1");
        assertThat(event.getExtension("correlationid")).isEqualTo(FACT.context().correlationId());
        assertThat(new String(event.getData().toBytes(), StandardCharsets.UTF_8))
                .contains("\"Übung\"");
    }

    @Test
    void whatTheSdkWritesIsRead() {
        // Given
        CloudEvent event = CloudEventBuilder.v1()
                .withId("id-1")
                .withSource(URI.create(SOURCE))
                .withType("io.keelstream.revision.rejected.v1")
                .withSubject(KEY)
                .withTime(TIME.atOffset(ZoneOffset.ofHours(2)))
                .withExtension("sequence", "00000000000000000042")
                .withData("application/json", BytesCloudEventData.wrap(PayloadJson.write(PAYLOAD)))
                .build();
        ProducerRecord<String, byte[]> sent =
                KafkaMessageFactory.<String>createWriter("any", 0, null, KEY).writeBinary(event);
        // When
        Decoded decoded = CloudEventCodec.decode(
                Topic.REVISION, record(utf8(KEY), sent.value(), new RecordHeaders(sent.headers())), 1);
        // Then
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Event.class, read -> {
            assertThat(read.type()).isEqualTo(EventType.REVISION_REJECTED);
            assertThat(read.received().payload()).isEqualTo(PAYLOAD);
            assertThat(read.received().id()).isEqualTo("id-1");
            assertThat(read.received().sequence()).isEqualTo(42);
            assertThat(read.received().time()).isEqualTo(TIME.minusSeconds(7200).plusSeconds(7200));
        });
    }

    @Test
    void factComesBackAsItWasAndAReplayHasTheSameId() {
        // When
        Decoded first = CloudEventCodec.decode(Topic.REVISION, written(FACT, 7), 1);
        Decoded second = CloudEventCodec.decode(Topic.REVISION, written(FACT, 7), 1);
        Decoded next = CloudEventCodec.decode(Topic.REVISION, written(FACT, 8), 1);
        // Then
        assertThat(first).isEqualTo(second).isNotEqualTo(next);
        assertThat(((Decoded.Event) first).received().payload()).isEqualTo(PAYLOAD);
        assertThat(((Decoded.Event) first).received().traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void tombstoneHasAttributesAndNoData() {
        // Given
        Fact removed = Fact.tombstone(EventType.TARGET_CHANGED, KEY, EventContext.at(TIME));
        // When
        ConsumerRecord<byte[], byte[]> written = written(removed, 9);
        // Then
        assertThat(written.value()).isNull();
        assertThat(CloudEventCodec.text(written, Headers.TYPE)).isEqualTo("io.keelstream.target.changed.v1");
        assertThat(CloudEventCodec.decode(Topic.TARGET, written, 1)).isEqualTo(new Decoded.Tombstone(KEY, 9));
    }

    @Test
    void whatCannotBeReadIsAValueThatNamesTheReasonAndQuotesNothing() {
        assertReason(record(null, utf8("{}"), headers()), Reason.MISSING_KEY);
        assertReason(record(new byte[] {(byte) 0xC3}, utf8("{}"), headers()), Reason.MISSING_KEY);
        assertReason(record(utf8(KEY), null, headers()), Reason.UNEXPECTED_TOMBSTONE);
        assertReason(record(utf8(KEY), utf8("{}"), new RecordHeaders()), Reason.MISSING_ATTRIBUTE);
        assertReason(record(utf8(KEY), utf8("{}"), with(Headers.TYPE, "io.keelstream.new.v9")), Reason.UNKNOWN_TYPE);
        assertReason(
                record(utf8(KEY), utf8("{}"), with(Headers.TYPE, EventType.HEAD_MOVED.type())), Reason.WRONG_TOPIC);
        assertReason(record(utf8(KEY), utf8("{}"), with(Headers.SEQUENCE, "many")), Reason.MALFORMED_ATTRIBUTE);
        assertReason(record(utf8(KEY), utf8("{}"), with(Headers.TIME, "today")), Reason.MALFORMED_ATTRIBUTE);
        assertReason(record(utf8(KEY), utf8("{}"), headers()), Reason.MALFORMED_DATA);
        assertReason(record(utf8(KEY), utf8("{\"revision\": \"s3cret"), headers()), Reason.MALFORMED_DATA);
        assertReason(record(utf8(KEY), utf8("null"), headers()), Reason.MALFORMED_DATA);
        assertReason(record(utf8(KEY), utf8("[".repeat(100_000)), headers()), Reason.MALFORMED_DATA);
        assertReason(record(utf8("k".repeat(5_000)), utf8("{}"), headers()), Reason.MISSING_KEY);
        assertReason(record(utf8("production/a\nb"), utf8("{}"), headers()), Reason.MISSING_KEY);
        assertReason(record(utf8(KEY), utf8("{}"), with(Headers.SEQUENCE, "-1")), Reason.MALFORMED_ATTRIBUTE);
        assertReason(
                record(utf8(KEY), utf8("{}"), with(Headers.SEQUENCE, String.valueOf(Long.MAX_VALUE))),
                Reason.MALFORMED_ATTRIBUTE);
        assertReason(
                record(utf8(KEY), utf8("{}"), with(Headers.ID, "s3cret".repeat(1_000))), Reason.MALFORMED_ATTRIBUTE);
    }

    @Test
    void whatIsWrongIsSaidBrieflyAndOnOneLineWhateverTheRecordSays() {
        // Given
        String name = "x".repeat(7_000) + "\u001b[2J";
        List<ConsumerRecord<byte[], byte[]>> records = List.of(
                record(utf8(KEY), utf8("{}"), with(Headers.TYPE, "io\n".repeat(300))),
                record(utf8(KEY), utf8("{}"), with(Headers.SPEC_VERSION, "1\u001b[2J")),
                record(utf8(KEY), utf8("{}"), with("keelstream-unread", "a\n".repeat(1_000))),
                record(utf8(KEY), utf8("{\"problems\": [{\"" + name + "\": [}]"), headers()));

        // Then
        assertThat(records)
                .allSatisfy(record -> assertThat(CloudEventCodec.decode(Topic.REVISION, record, 1))
                        .isInstanceOfSatisfying(
                                Decoded.ContractViolation.class,
                                violation -> assertThat(violation.message())
                                        .hasSizeLessThan(3_000)
                                        .matches("\\P{Cntrl}+")));
    }

    @Test
    void recordOnAnotherPartitionThanItsKeysSaysNothingAboutTheKey() {
        // Given
        ConsumerRecord<byte[], byte[]> written = written(FACT, 7);
        int partitions = Stream.iterate(2, count -> count + 1)
                .filter(count -> Partitions.of(KEY, count) != 0)
                .findFirst()
                .orElseThrow();

        // When
        Decoded decoded = CloudEventCodec.decode(Topic.REVISION, written, partitions);
        Decoded tombstone = CloudEventCodec.decode(Topic.TARGET, record(utf8(KEY), null, headers()), partitions);

        // Then
        assertThat(List.of(decoded, tombstone))
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOfSatisfying(Decoded.ContractViolation.class, violation -> {
                            assertThat(violation.reason()).isEqualTo(Reason.WRONG_PARTITION);
                            assertThat(violation.key()).isEmpty();
                        }));
    }

    @Test
    void recordOfTheOlderLayoutIsRefusedAndSaysWhereItDiffers() {
        // Given
        byte[] older = utf8("{\"phase\": \"WAITING\", \"attempt\": 0, \"wave\": 2, \"pruned\": []}");
        RecordHeaders headers = with(Headers.TYPE, EventType.EXECUTION_CHANGED.type());

        // When
        Decoded decoded = CloudEventCodec.decode(Topic.EXECUTION, record(utf8(KEY), older, headers), 1);

        // Then
        assertThat(decoded).isInstanceOfSatisfying(Decoded.ContractViolation.class, violation -> {
            assertThat(violation.reason()).isEqualTo(Reason.MALFORMED_DATA);
            assertThat(violation.message())
                    .startsWith("no Execution in the layout of this version: ")
                    .endsWith(" /deploymentId");
        });
    }

    private static void assertReason(ConsumerRecord<byte[], byte[]> record, Reason reason) {
        assertThat(CloudEventCodec.decode(Topic.REVISION, record, 1))
                .isInstanceOfSatisfying(Decoded.ContractViolation.class, violation -> {
                    assertThat(violation.reason()).isEqualTo(reason);
                    assertThat(violation.message()).doesNotContain("s3cret");
                });
    }

    private static RecordHeaders headers() {
        return CloudEventCodec.headers(FACT, SOURCE, 1);
    }

    private static RecordHeaders with(String name, String value) {
        RecordHeaders headers = headers();
        headers.remove(name);
        headers.add(name, utf8(value));
        return headers;
    }

    private static ConsumerRecord<byte[], byte[]> written(Fact fact, long sequence) {
        return record(utf8(fact.key()), CloudEventCodec.data(fact), CloudEventCodec.headers(fact, SOURCE, sequence));
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "any", 0, 5, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
