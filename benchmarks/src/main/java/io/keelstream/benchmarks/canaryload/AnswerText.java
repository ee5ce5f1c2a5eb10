package io.keelstream.benchmarks.canaryload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** JSON that is written without much work, so that the answers take little of the processor. Used by one thread. */
final class AnswerText {

    private static final int MILLIS = 1_000;

    private final Bytes text = new Bytes();
    private final byte[] digits = new byte[20];

    void add(String ascii) {
        text.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A sample and a comma. */
    void sample(long atMillis, long value) {
        text.write('[');
        number(atMillis / MILLIS, 1);
        text.write('.');
        number(atMillis % MILLIS, 3);
        text.write(',');
        text.write('"');
        number(value, 1);
        text.write('"');
        text.write(']');
        text.write(',');
    }

    /** Takes a comma at the end back. */
    void withoutComma() {
        text.dropComma();
    }

    int length() {
        return text.size();
    }

    void writeTo(OutputStream out) throws IOException {
        text.writeTo(out);
    }

    private void number(long value, int leastDigits) {
        int at = digits.length;
        long rest = value;
        for (int written = 0; rest > 0 || written < leastDigits; written++) {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        text.write(digits, at, digits.length - at);
    }

    /** One that can take its last byte back. */
    private static final class Bytes extends ByteArrayOutputStream {

        private Bytes() {
            super(1 << 16);
        }

        private void dropComma() {
            if (count > 0 && buf[count - 1] == ',') {
                count--;
            }
        }
    }
}
