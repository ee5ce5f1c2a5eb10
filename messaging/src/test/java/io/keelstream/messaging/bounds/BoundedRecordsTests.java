package io.keelstream.messaging.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedRecordsTests {

    private static final byte[] ZEROS = new byte[80 << 20];
    private static final SimpleRecord A = record("production/a", utf8("1"));
    private static final SimpleRecord B = record("production/b", utf8("2"));

    private final ReadBudget budget = new ReadBudget();

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "LZ4", "ZSTD"})
    void bombIsPassedOverAndNamedByItsKeyAndItsPlace(CompressionType codec) {
        // Given
        MemoryRecords sent = records(codec, A, record("production/bomb", zeros(60 << 20)), B);
        long before = allocated();

        // When
        List<Record> read = read(sent);

        // Then
        assertThat(allocated() - before).isLessThan(8 << 20);
        assertThat(read)
                .extracting(BoundedRecordsTests::key)
                .containsExactly("production/a", "production/bomb", "production/b");
        assertThat(read).extracting(Record::offset).containsExactly(7L, 8L, 9L);
        assertThat(why(read.get(1)))
                .startsWith("a record has 629145")
                .endsWith(" bytes after decompression; the limit is 13631488");
        assertThat(read.get(1).valueSize()).isZero();
        assertThat(value(read.get(2))).isEqualTo("2");
    }

    @Test
    void recordsBehindTheLimitOfABatchAreNamedByTheLastOfThem() {
        // Given
        SimpleRecord zeros = record("production/zeros", zeros(12 << 20));

        // When
        List<Record> read = read(records(CompressionType.ZSTD, zeros, zeros, zeros, zeros, zeros, zeros, B, B, B));

        // Then
        assertThat(read).hasSize(7);
        assertThat(read.subList(0, 5)).allMatch(record -> why(record).isEmpty());
        assertThat(why(read.get(5))).isEqualTo("a record is behind the first 67108864 bytes of its batch");
        assertThat(read.get(6).offset()).isEqualTo(15);
        assertThat(read.get(6).hasKey()).isFalse();
        assertThat(why(read.get(6))).startsWith("a batch of records has more than 67108864 bytes");
    }

    @Test
    void largestBombIsNotEvenDecompressed() {
        // When
        List<Record> read = read(records(CompressionType.GZIP, record("production/bomb", ZEROS), B, B));

        // Then
        assertThat(read).extracting(BoundedRecordsTests::key).containsExactly("production/bomb", "");
        assertThat(read).extracting(Record::offset).containsExactly(7L, 9L);
        assertThat(budget.spent()).isFalse();
    }

    @Test
    void pollEndsWhenItsBudgetIsSpent() {
        // When
        List<Record> read = read(records(CompressionType.ZSTD, record("production/zeros", zeros(12 << 20)), A));
        boolean early = budget.spent();
        read(records(CompressionType.ZSTD, record("production/bomb", zeros(20 << 20)), A));

        // Then
        assertThat(read).hasSize(2);
        assertThat(early).isFalse();
        assertThat(budget.spent()).isTrue();
        budget.renew();
        assertThat(budget.spent()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ZSTD"})
    void thousandsOfHeadersAreNotTakenIntoMemory(CompressionType codec) {
        // Given
        Header[] many =
                Collections.nCopies(500_000, new RecordHeader("", new byte[0])).toArray(Header[]::new);
        MemoryRecords sent = records(codec, new SimpleRecord(1, utf8("production/many"), utf8("3"), many), B);
        long before = allocated();

        // When
        List<Record> read = read(sent);

        // Then
        assertThat(allocated() - before).isLessThan(8 << 20);
        assertThat(why(read.getFirst())).isEqualTo("a record has 500000 headers; the limit is 200");
        assertThat(read).extracting(BoundedRecordsTests::key).containsExactly("production/many", "production/b");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ZSTD"})
    void keyOfMegabytesIsLeftOut(CompressionType codec) {
        // When
        List<Record> read = read(records(codec, record("k".repeat(2 << 20), utf8("3")), B));

        // Then
        assertThat(read.getFirst().hasKey()).isFalse();
        assertThat(why(read.getFirst())).isEqualTo("a record has a key of 2097152 bytes; the limit is 4096");
        assertThat(key(read.get(1))).isEqualTo("production/b");
    }

    @Test
    void batchOfSnappyThatMayBeLargeIsPassedOver() {
        // When
        List<Record> read = read(records(CompressionType.SNAPPY, record("production/bomb", zeros(20 << 20)), B));

        // Then
        assertThat(read).extracting(Record::offset).containsExactly(8L);
        assertThat(why(read.getFirst())).contains("bytes of Snappy; the limit is 524288");
    }

    @Test
    void restOfAMalformedBatchIsPassedOver() {
        // Given
        MemoryRecords sent = records(CompressionType.NONE, A, B, A, B);
        ByteBuffer bytes = sent.buffer();
        int second = 61 + A.key().remaining() + 10;
        bytes.put(second, (byte) 0xFF).put(second + 1, (byte) 0xFF).put(second + 2, (byte) 0x7F);

        // When
        List<Record> read = read(sent);

        // Then
        assertThat(read).extracting(Record::offset).startsWith(7L).endsWith(10L);
        assertThat(why(read.getLast())).startsWith("from offset 7 on a batch of records is malformed");
    }

    @Test
    void whatIsWithinTheBoundsIsReadAsTheClientReadsIt() {
        for (CompressionType codec : CompressionType.values()) {
            Header[] headers = {new RecordHeader("ce_id", utf8("1")), new RecordHeader("none", (byte[]) null)};
            MemoryRecords sent = records(
                    codec,
                    A,
                    new SimpleRecord(2, null, utf8("no key"), headers),
                    new SimpleRecord(3, utf8("production/gone"), null, headers),
                    B);
            assertThat(read(sent)).as(codec.name).containsExactlyElementsOf(sent.records());
        }
    }

    private List<Record> read(MemoryRecords sent) {
        List<Record> all = new ArrayList<>();
        for (RecordBatch batch : new BoundedRecords(sent, budget).batches()) {
            try (CloseableIterator<Record> records = batch.streamingIterator(BufferSupplier.create())) {
                records.forEachRemaining(all::add);
            }
        }
        return all;
    }

    private static MemoryRecords records(CompressionType codec, SimpleRecord... records) {
        return MemoryRecords.withRecords(7, Compression.of(codec).build(), records);
    }

    private static SimpleRecord record(String key, byte[] value) {
        return new SimpleRecord(1, utf8(key), value);
    }

    private static byte[] zeros(int count) {
        return Arrays.copyOf(ZEROS, count);
    }

    private static String key(Record record) {
        return record.hasKey() ? Utils.utf8(record.key()) : "";
    }

    private static String value(Record record) {
        return Utils.utf8(record.value());
    }

    private static String why(Record record) {
        return Stream.of(record.headers())
                .filter(header -> header.key().equals("keelstream-unread"))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .findAny()
                .orElse("");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
