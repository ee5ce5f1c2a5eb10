package io.keelstream.messaging.bounds;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.common.network.TransferableChannel;
import org.apache.kafka.common.record.BaseRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.Records;
import org.apache.kafka.common.record.RecordsSend;
import org.apache.kafka.common.utils.AbstractIterator;

/** What a broker sent, seen through {@link BoundedBatch}es. Nothing is decompressed before its turn. */
public final class BoundedRecords implements Records {

    private final Records records;
    private final ReadBudget budget;

    /**
     * A view of records.
     *
     * @param budget gets what is decompressed
     */
    public BoundedRecords(Records records, ReadBudget budget) {
        this.records = records;
        this.budget = budget;
    }

    @Override
    public Iterable<? extends RecordBatch> batches() {
        return this::batchIterator;
    }

    @Override
    public AbstractIterator<RecordBatch> batchIterator() {
        Iterator<? extends RecordBatch> all = records.batches().iterator();
        return new AbstractIterator<>() {
            @Override
            protected RecordBatch makeNext() {
                return all.hasNext() ? new BoundedBatch(all.next(), budget) : allDone();
            }
        };
    }

    @Override
    public int sizeInBytes() {
        return records.sizeInBytes();
    }

    @Override
    public Optional<RecordBatch> lastBatch() {
        return records.lastBatch().map(batch -> new BoundedBatch(batch, budget));
    }

    @Override
    public boolean hasMatchingMagic(byte magic) {
        return records.hasMatchingMagic(magic);
    }

    @Override
    public Iterable<Record> records() {
        throw new UnsupportedOperationException("a consumer reads batch by batch");
    }

    @Override
    public Records slice(int position, int size) {
        throw new UnsupportedOperationException("a consumer reads batch by batch");
    }

    @Override
    public RecordsSend<? extends BaseRecords> toSend() {
        return records.toSend();
    }

    @Override
    public int writeTo(TransferableChannel channel, int position, int length) throws IOException {
        return records.writeTo(channel, position, length);
    }
}
