package io.keelstream.sandbox.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Splits bytes into lines, without decoding them: JSON never holds a raw line feed. A last line without an end is left out. */
final class Lines {

    private final BufferedInputStream stream;

    Lines(InputStream stream) {
        this.stream = new BufferedInputStream(stream, 1 << 16);
    }

    void forEach(Consumer<byte[]> reader) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
        byte[] buffer = new byte[1 << 16];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            int start = 0;
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, start, i - start);
                    reader.accept(line.toByteArray());
                    line.reset();
                    start = i + 1;
                }
            }
            line.write(buffer, start, count - start);
        }
    }
}
