package io.keelstream.messaging.codec;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.text.Printable;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.bounds.Bounds;
import io.keelstream.messaging.bounds.UnreadRecord;
import io.keelstream.messaging.codec.Decoded.ContractViolation;
import io.keelstream.messaging.codec.Decoded.ContractViolation.Reason;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.topic.Partitions;
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
    public static final String LAYOUT = "4";

    private static final String SPEC_VERSION = "1.0";
    private static final String JSON = "application/json";

    private static final int LONGEST_ATTRIBUTE = 1_024;
    private static final int LONGEST_PATH = 256;

    /** A year 33,000 in milliseconds. */
    private static final long LARGEST_SEQUENCE = 1_000_000_000_000_000L;

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

    /**
     * What a record of a topic says; never throws for what the bytes hold. The one rule for every reader: of a service's
     * partitions, of whole tables, and of people's events.
     *
     * @param partitions how many the topic has: a record on another partition than its key's has no owner, or two
     */
    public static Decoded decode(Topic topic, ConsumerRecord<byte[], byte[]> record, int partitions) {
        String key = key(record);
        String unread = UnreadRecord.why(record);
        if (unread != null) {
            return new ContractViolation(
                    key != null && counts(key, record, partitions) ? key : "", Reason.TOO_LARGE, unread);
        }
        if (key == null) {
            return new ContractViolation(
                    "", Reason.MISSING_KEY, "the key is absent, not UTF-8, too long, or has control characters");
        }
        if (!counts(key, record, partitions)) {
            return new ContractViolation(
                    "",
                    Reason.WRONG_PARTITION,
                    "the key belongs on partition " + Partitions.of(key, partitions) + ", not on "
                            + record.partition());
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
            return text == null ? Optional.empty() : numbering(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A number that the next record of the key can still exceed. */
    private static Optional<Long> numbering(long number) {
        return number < 0 || number > LARGEST_SEQUENCE ? Optional.empty() : Optional.of(number);
    }

    /** Whether what a record says of its key counts: it does on the key's own partition. */
    private static boolean counts(String key, ConsumerRecord<byte[], byte[]> record, int partitions) {
        return Partitions.of(key, partitions) == record.partition();
    }

    private static Decoded event(Topic topic, String key, ConsumerRecord<byte[], byte[]> record) throws Refused {
        String version = required(record, Headers.SPEC_VERSION);
        if (!version.equals(SPEC_VERSION)) {
            throw new Refused(
                    Reason.MALFORMED_ATTRIBUTE, "ce_specversion is '" + Printable.line(version) + "', not 1.0");
        }
        String name = required(record, Headers.TYPE);
        EventType type = EventType.of(name)
                .orElseThrow(() ->
                        new Refused(Reason.UNKNOWN_TYPE, "this version knows no type '" + Printable.line(name) + "'"));
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
                        traceparent(record)));
    }

    private static Record payload(byte[] data, Class<? extends Record> type) throws Refused {
        Record read;
        try {
            read = PayloadJson.read(data, type);
        } catch (JacksonException e) {
            throw new Refused(
                    Reason.MALFORMED_DATA,
                    "no " + type.getSimpleName() + " in the layout of this version: "
                            + e.getClass().getSimpleName() + " at byte "
                            + (e.getLocation() == null ? -1 : e.getLocation().getByteOffset()) + " " + path(e));
        } catch (RuntimeException | StackOverflowError e) {
            throw new Refused(
                    Reason.MALFORMED_DATA,
                    "no " + type.getSimpleName() + ": " + e.getClass().getSimpleName());
        }
        if (read == null) {
            throw new Refused(Reason.MALFORMED_DATA, "no " + type.getSimpleName() + ": null");
        }
        return read;
    }

    /** Where in the document; Jackson's own message may quote the data. */
    private static String path(JacksonException thrown) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : thrown.getPath()) {
            String name = step.getPropertyName();
            path.append('/').append(name == null ? String.valueOf(step.getIndex()) : name);
            if (path.length() > LONGEST_PATH) {
                path.setLength(LONGEST_PATH);
                break;
            }
        }
        return path.isEmpty() ? "(no path)" : Printable.line(path.toString());
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
        if (text.length() > LONGEST_ATTRIBUTE) {
            throw new Refused(
                    Reason.MALFORMED_ATTRIBUTE,
                    "header " + name + " has more than " + LONGEST_ATTRIBUTE + " characters");
        }
        return text;
    }

    private static @Nullable String traceparent(ConsumerRecord<byte[], byte[]> record) {
        String text = text(record, Headers.TRACE_PARENT);
        return text == null || text.length() > LONGEST_ATTRIBUTE ? null : text;
    }

    /** Null for what no {@link Fact} can have. */
    private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.key().length == 0 || record.key().length > Bounds.MOST_KEY_BYTES) {
            return null;
        }
        try {
            String key = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(record.key()))
                    .toString();
            return key.chars().anyMatch(Character::isISOControl) ? null : key;
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
