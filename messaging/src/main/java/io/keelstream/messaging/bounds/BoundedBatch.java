package io.keelstream.messaging.bounds;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/** A batch whose records are read by {@link BoundedIterator}, and all else as the batch has it. */
final class BoundedBatch implements RecordBatch {

    private final RecordBatch batch;
    private final ReadBudget budget;

    BoundedBatch(RecordBatch batch, ReadBudget budget) {
        this.batch = batch;
        this.budget = budget;
    }

    @Override
    public CloseableIterator<Record> streamingIterator(BufferSupplier buffers) {
        if (!(batch instanceof DefaultRecordBatch known)) {
            return whole("is in a format of Kafka before 0.11");
        }
        if (compressionType() == CompressionType.SNAPPY && sizeInBytes() > Bounds.MOST_SNAPPY_BYTES) {
            return whole("has " + sizeInBytes() + " bytes of Snappy; the limit is " + Bounds.MOST_SNAPPY_BYTES);
        }
        return new BoundedIterator(known, known.recordInputStream(buffers), budget);
    }

    private CloseableIterator<Record> whole(String why) {
        return CloseableIterator.wrap(List.of(UnreadRecord.ofBatch(this, "the batch of records " + why))
                .iterator());
    }

    /** Of control batches alone, which brokers write. */
    @Override
    public Iterator<Record> iterator() {
        return batch.iterator();
    }

    @Override
    public boolean isValid() {
        return batch.isValid();
    }

    @Override
    public void ensureValid() {
        batch.ensureValid();
    }

    @Override
    public long checksum() {
        return batch.checksum();
    }

    @Override
    public long maxTimestamp() {
        return batch.maxTimestamp();
    }

    @Override
    public TimestampType timestampType() {
        return batch.timestampType();
    }

    @Override
    public long baseOffset() {
        return batch.baseOffset();
    }

    @Override
    public long lastOffset() {
        return batch.lastOffset();
    }

    @Override
    public long nextOffset() {
        return batch.nextOffset();
    }

    @Override
    public byte magic() {
        return batch.magic();
    }

    @Override
    public long producerId() {
        return batch.producerId();
    }

    @Override
    public short producerEpoch() {
        return batch.producerEpoch();
    }

    @Override
    public boolean hasProducerId() {
        return batch.hasProducerId();
    }

    @Override
    public int baseSequence() {
        return batch.baseSequence();
    }

    @Override
    public int lastSequence() {
        return batch.lastSequence();
    }

    @Override
    public CompressionType compressionType() {
        return batch.compressionType();
    }

    @Override
    public int sizeInBytes() {
        return batch.sizeInBytes();
    }

    @Override
    public Integer countOrNull() {
        return batch.countOrNull();
    }

    @Override
    public boolean isCompressed() {
        return batch.isCompressed();
    }

    @Override
    public void writeTo(ByteBuffer buffer) {
        batch.writeTo(buffer);
    }

    @Override
    public boolean isTransactional() {
        return batch.isTransactional();
    }

    @Override
    public OptionalLong deleteHorizonMs() {
        return batch.deleteHorizonMs();
    }

    @Override
    public int partitionLeaderEpoch() {
        return batch.partitionLeaderEpoch();
    }

    @Override
    public boolean isControlBatch() {
        return batch.isControlBatch();
    }
}
