package io.keelstream.messaging.bounds;

import io.keelstream.contracts.text.Printable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.DefaultRecord;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the place of a record that is not read: its offset and its key where that is short enough, an empty value,
 * and one header that says why. Whoever writes such a header has written a record that counts as not read.
 */
public final class UnreadRecord {

    private static final String WHY = "keelstream-unread";

    private static final int MOST_BYTES = 256;

    private UnreadRecord() {}

    /** Why a record was not read; null for one that was. */
    public static @Nullable String why(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(WHY);
        if (header == null || header.value() == null) {
            return null;
        }
        int length = Math.min(header.value().length, MOST_BYTES);
        return Printable.line(new String(header.value(), 0, length, StandardCharsets.UTF_8));
    }

    /** A whole batch, or the rest of it: named by its last record. */
    static Record ofBatch(RecordBatch batch, String why) {
        return make(batch.lastOffset(), batch.maxTimestamp(), null, why);
    }

    /** A record of a batch. */
    static Record of(RecordBatch batch, long offset, long timestamp, byte @Nullable [] key, String why) {
        return make(
                offset,
                batch.timestampType() == TimestampType.LOG_APPEND_TIME ? batch.maxTimestamp() : timestamp,
                key,
                why);
    }

    private static Record make(long offset, long timestamp, byte @Nullable [] key, String why) {
        Header[] headers = {new RecordHeader(WHY, why.getBytes(StandardCharsets.UTF_8))};
        ByteBufferOutputStream bytes = new ByteBufferOutputStream(128);
        try {
            DefaultRecord.writeTo(
                    new DataOutputStream(bytes),
                    0,
                    0,
                    key == null ? null : ByteBuffer.wrap(key),
                    ByteBuffer.allocate(0),
                    headers);
        } catch (IOException e) {
            throw new UncheckedIOException("writing in memory", e);
        }
        bytes.buffer().flip();
        return DefaultRecord.readFrom(bytes.buffer(), offset, timestamp, RecordBatch.NO_SEQUENCE, null);
    }
}
