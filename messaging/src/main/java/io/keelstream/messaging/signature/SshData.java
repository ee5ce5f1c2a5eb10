package io.keelstream.messaging.signature;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Data types of SSH (RFC 4251, section 5), read one after the other. A length that does not fit is an
 * {@link UnreadableDataException}. Confined to one thread.
 */
final class SshData {

    private final ByteBuffer rest;

    SshData(byte[] bytes) {
        this.rest = ByteBuffer.wrap(bytes);
    }

    /** So many bytes. */
    byte[] bytes(int length) {
        if (length < 0 || length > rest.remaining()) {
            throw new UnreadableDataException("it ends too early");
        }
        byte[] bytes = new byte[length];
        rest.get(bytes);
        return bytes;
    }

    /** A {@code string}: bytes behind their number. */
    byte[] string() {
        return bytes(number());
    }

    /** A {@code string} of text. */
    String text() {
        return new String(string(), StandardCharsets.UTF_8);
    }

    /** An {@code mpint} that is not negative. */
    BigInteger integer() {
        byte[] bytes = string();
        BigInteger value = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        if (value.signum() < 0) {
            throw new UnreadableDataException("it has a negative number");
        }
        return value;
    }

    /** A {@code uint32} that fits into an int. */
    int number() {
        if (rest.remaining() < Integer.BYTES) {
            throw new UnreadableDataException("it ends too early");
        }
        return rest.getInt();
    }

    /** Nothing may be left. */
    void end() {
        if (rest.hasRemaining()) {
            throw new UnreadableDataException("it goes on behind its end");
        }
    }

    /** Each of the byte strings behind its number of bytes, one after the other, behind some bytes. */
    static byte[] strings(byte[] first, byte[]... strings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        for (byte[] each : strings) {
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(each.length).array());
            out.writeBytes(each);
        }
        return out.toByteArray();
    }
}
