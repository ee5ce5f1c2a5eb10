package io.keelstream.messaging.service;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/**
 * Whether Kafka's compression works in this process. Its library is unpacked into Java's temporary folder and loaded from there, which
 * a folder that is full, read-only or mounted with {@code noexec} prevents: nothing would ever be written, nor most of it read.
 */
public final class CompressionCheck {

    private CompressionCheck() {}

    /** What is wrong and what helps; empty where it works. */
    public static Optional<String> finding() {
        try (OutputStream out = Compression.zstd()
                .build()
                .wrapForOutput(new ByteBufferOutputStream(64), RecordBatch.CURRENT_MAGIC_VALUE)) {
            out.write(0);
            return Optional.empty();
        } catch (IOException | KafkaException | LinkageError e) {
            return Optional.of(
                    "the library of Kafka's compression cannot be loaded from " + System.getProperty("java.io.tmpdir")
                            + ": mount this folder writable and without noexec, or name another one with -Djava.io.tmpdir");
        }
    }
}
