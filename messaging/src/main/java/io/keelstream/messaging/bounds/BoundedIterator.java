package io.keelstream.messaging.bounds;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import org.apache.kafka.common.record.DefaultRecord;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * The records of a batch in Kafka's format, one by one out of the decompressor. At the place of a record that is too large is
 * an {@link UnreadRecord} with its key, which comes first in the format; where the batch is too large or malformed, one is
 * for all the rest of it. Never throws for what the bytes say. Used by one thread.
 */
final class BoundedIterator implements CloseableIterator<Record> {

    /** Where a record begins: what precedes its value. */
    @SuppressWarnings("ArrayRecordComponent") // seen here alone
    private record Head(long timestamp, long offset, int keyLength, byte @Nullable [] key) {}

    private final DefaultRecordBatch batch;
    private final CountedStream in;
    private final ReadBudget budget;
    private int left;

    /** Whether the limit of a batch is exceeded: what follows is left where it is. */
    private boolean cut;

    BoundedIterator(DefaultRecordBatch batch, InputStream in, ReadBudget budget) {
        this.batch = batch;
        this.in = new CountedStream(in);
        this.budget = budget;
        this.left = batch.countOrNull();
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public Record next() {
        if (left <= 0) {
            throw new NoSuchElementException("the batch has no more records");
        }
        left--;
        long before = in.count();
        try {
            return read();
        } catch (IOException | RuntimeException e) {
            left = 0;
            return UnreadRecord.ofBatch(
                    batch,
                    "from offset " + batch.baseOffset() + " on a batch of records is malformed ("
                            + e.getClass().getSimpleName() + ")");
        } finally {
            budget.spend(in.count() - before);
        }
    }

    private Record read() throws IOException {
        if (cut) {
            left = 0;
            return UnreadRecord.ofBatch(
                    batch,
                    "a batch of records has more than " + Bounds.MOST_BATCH_BYTES
                            + " bytes after decompression; what follows in it is not read");
        }
        int size = ByteUtils.readVarint(in);
        if (size < 0) {
            throw new IOException("a record has a negative size");
        }
        long end = in.count() + size;
        cut = end > Bounds.MOST_BATCH_BYTES;
        if (!cut && size <= Bounds.MOST_RECORD_BYTES) {
            return whole(size);
        }
        Record unread = unread(
                head(in),
                size > Bounds.MOST_RECORD_BYTES
                        ? "has " + size + " bytes after decompression; the limit is " + Bounds.MOST_RECORD_BYTES
                        : "is behind the first " + Bounds.MOST_BATCH_BYTES + " bytes of its batch");
        if (!cut) {
            in.skipNBytes(end - in.count());
        }
        return unread;
    }

    private Record whole(int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ByteUtils.sizeOfVarint(size) + size);
        ByteUtils.writeVarint(size, bytes);
        if (in.readNBytes(bytes.array(), bytes.position(), size) < size) {
            throw new EOFException("a record ends early");
        }
        ByteBuffer body = bytes.slice();
        Head head = head(body);
        if (head.keyLength() > Bounds.MOST_KEY_BYTES) {
            return unread(head, "has a key of " + head.keyLength() + " bytes; the limit is " + Bounds.MOST_KEY_BYTES);
        }
        skip(body, ByteUtils.readVarint(body));
        int headers = ByteUtils.readVarint(body);
        if (headers > Bounds.MOST_HEADERS) {
            return unread(head, "has " + headers + " headers; the limit is " + Bounds.MOST_HEADERS);
        }
        return DefaultRecord.readFrom(
                bytes.rewind(),
                batch.baseOffset(),
                batch.baseTimestamp(),
                batch.baseSequence(),
                batch.timestampType() == TimestampType.LOG_APPEND_TIME ? batch.maxTimestamp() : null);
    }

    private Record unread(Head head, String why) {
        return UnreadRecord.of(batch, head.offset(), head.timestamp(), head.key(), "a record " + why);
    }

    private Head head(InputStream from) throws IOException {
        from.skipNBytes(1); // attributes
        long timestamp = batch.baseTimestamp() + ByteUtils.readVarlong(from);
        long offset = batch.baseOffset() + ByteUtils.readVarint(from);
        int length = ByteUtils.readVarint(from);
        byte[] key = length < 0 || length > Bounds.MOST_KEY_BYTES ? null : from.readNBytes(length);
        return new Head(timestamp, offset, length, key);
    }

    private Head head(ByteBuffer from) {
        from.get(); // attributes
        long timestamp = batch.baseTimestamp() + ByteUtils.readVarlong(from);
        long offset = batch.baseOffset() + ByteUtils.readVarint(from);
        int length = ByteUtils.readVarint(from);
        byte[] key = null;
        if (length >= 0 && length <= Bounds.MOST_KEY_BYTES) {
            key = new byte[length];
            from.get(key);
        } else {
            skip(from, length);
        }
        return new Head(timestamp, offset, length, key);
    }

    /** Over a value that may be absent: its length is negative then. */
    private static void skip(ByteBuffer from, int length) {
        from.position(from.position() + Math.max(0, length));
    }

    @Override
    public void remove() {
        throw new UnsupportedOperationException("records are read alone");
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a decompressor", e);
        }
    }
}
