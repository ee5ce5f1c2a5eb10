package io.keelstream.messaging.codec;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.Decoded.ContractViolation;
import io.keelstream.messaging.codec.Decoded.ContractViolation.Reason;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * CloudEvents 1.0 in Kafka's binary mode, both ways. Own code, because the CloudEvents SDK wraps data in objects of its own
 * and ties itself to Jackson 2; it is the oracle of the tests. Pure; thread-safe.
 */
public final class CloudEventCodec {

    /** The layout that this version writes and reads. */
    public static final String LAYOUT = "3";

    private static final String SPEC_VERSION = "1.0";
    private static final String JSON = "application/json";

    private CloudEventCodec() {}

    /**
     * A fact's data as bytes.
     *
     * @return null for a tombstone
     */
    public static byte @Nullable [] data(Fact fact) {
        return fact.payload() == null ? null : PayloadJson.write(fact.payload());
    }

    /**
     * A fact's attributes as headers.
     *
     * @param fact the fact
     * @param source {@code /keelstream/<installation>/<service>}
     * @param sequence the fact's number within its topic and key; the id follows from it, so a replay has the same id
     */
    public static RecordHeaders headers(Fact fact, String source, long sequence) {
        String padded = "%020d".formatted(sequence);
        EventContext context = fact.context();
        RecordHeaders headers = new RecordHeaders();
        put(headers, Headers.SPEC_VERSION, SPEC_VERSION);
        put(headers, Headers.TYPE, fact.type().type());
        put(headers, Headers.SOURCE, source);
        put(
                headers,
                Headers.ID,
                Ids.nameBased(source, fact.type().type(), fact.key(), padded).toString());
        put(headers, Headers.SUBJECT, fact.key());
        put(headers, Headers.PARTITION_KEY, fact.key());
        put(headers, Headers.TIME, context.time().toString());
        put(headers, Headers.SEQUENCE, padded);
        put(headers, Headers.CORRELATION_ID, context.correlationId());
        put(headers, Headers.CAUSATION_ID, context.causationId());
        put(headers, Headers.TRACE_PARENT, context.traceparent());
        put(headers, Headers.LAYOUT, LAYOUT);
        if (fact.payload() != null) {
            put(headers, Headers.DATA_SCHEMA, fact.type().dataSchema().toString());
            put(headers, Headers.CONTENT_TYPE, JSON);
        }
        return headers;
    }

    /** What a record of a topic says; never throws for what the bytes hold. */
    public static Decoded decode(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        String key = key(record);
        if (key == null) {
            return new ContractViolation("", Reason.MISSING_KEY, "the key is absent or not UTF-8");
        }
        if (record.value() == null) {
            return topic.compacted()
                    ? new Decoded.Tombstone(key, sequence(record).orElse(0L))
                    : new ContractViolation(key, Reason.UNEXPECTED_TOMBSTONE, "a stream has no tombstones");
        }
        try {
            return event(topic, key, record);
        } catch (Refused e) {
            return new ContractViolation(key, e.reason, e.text);
        }
    }

    /** A header's text; null when it is absent. */
    public static @Nullable String text(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** {@code ce_sequence}; empty when it is absent or no number. */
    public static Optional<Long> sequence(ConsumerRecord<?, ?> record) {
        String text = text(record, Headers.SEQUENCE);
        try {
            return text == null ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Decoded event(Topic topic, String key, ConsumerRecord<byte[], byte[]> record) throws Refused {
        String version = required(record, Headers.SPEC_VERSION);
        if (!version.equals(SPEC_VERSION)) {
            throw new Refused(Reason.MALFORMED_ATTRIBUTE, "ce_specversion is '" + version + "', not 1.0");
        }
        String name = required(record, Headers.TYPE);
        EventType type = EventType.of(name)
                .orElseThrow(() -> new Refused(Reason.UNKNOWN_TYPE, "this version knows no type '" + name + "'"));
        if (type.topic() != topic) {
            throw new Refused(Reason.WRONG_TOPIC, name + " does not travel on " + topic.topicName());
        }
        required(record, Headers.SOURCE);
        String id = required(record, Headers.ID);
        required(record, Headers.SEQUENCE);
        long sequence = sequence(record)
                .orElseThrow(() -> new Refused(Reason.MALFORMED_ATTRIBUTE, "ce_sequence is not a number"));
        Instant time = time(required(record, Headers.TIME));
        Record payload = payload(record.value(), type.payload());
        return new Decoded.Event(
                type,
                new Received<>(
                        key,
                        payload,
                        id,
                        sequence,
                        time,
                        new Received.Place(
                                record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp())),
                        text(record, Headers.TRACE_PARENT)));
    }

    private static Record payload(byte[] data, Class<? extends Record> type) throws Refused {
        try {
            return PayloadJson.read(data, type);
        } catch (JacksonException e) {
            throw new Refused(
                    Reason.MALFORMED_DATA,
                    "no " + type.getSimpleName() + " in the layout of this version: "
                            + e.getClass().getSimpleName() + " at byte "
                            + (e.getLocation() == null ? -1 : e.getLocation().getByteOffset()) + " " + path(e));
        }
    }

    /** Where in the document; Jackson's own message may quote the data. */
    private static String path(JacksonException thrown) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : thrown.getPath()) {
            String name = step.getPropertyName();
            path.append('/').append(name == null ? String.valueOf(step.getIndex()) : name);
        }
        return path.isEmpty() ? "(no path)" : path.toString();
    }

    private static Instant time(String text) throws Refused {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Refused(Reason.MALFORMED_ATTRIBUTE, "ce_time is not an RFC 3339 time");
        }
    }

    private static String required(ConsumerRecord<?, ?> record, String name) throws Refused {
        String text = text(record, name);
        if (text == null || text.isEmpty()) {
            throw new Refused(Reason.MISSING_ATTRIBUTE, "header " + name + " is absent");
        }
        return text;
    }

    private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.key().length == 0) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(record.key()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static void put(RecordHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Ends a decoding; never leaves this class. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;
        private final Reason reason;
        private final String text;

        Refused(Reason reason, String text) {
            super(text, null, false, false);
            this.reason = reason;
            this.text = text;
        }
    }
}
