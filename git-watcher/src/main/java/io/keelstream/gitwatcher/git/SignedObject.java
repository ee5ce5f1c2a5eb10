package io.keelstream.gitwatcher.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A commit or tag as Git signs it: the object without its signature, and the signature, which is empty where there is none.
 * A commit has it in the header {@code gpgsig}, whose further lines begin with a space; a tag at the end of its message.
 * Immutable as long as nobody writes to the arrays.
 */
public final class SignedObject {

    private static final byte[] HEADER = "gpgsig ".getBytes(StandardCharsets.US_ASCII);
    private static final String[] BEGINNINGS = {"-----BEGIN PGP SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----"};

    private final byte[] data;
    private final byte[] signature;

    private SignedObject(byte[] data, byte[] signature) {
        this.data = data;
        this.signature = signature;
    }

    static SignedObject ofCommit(byte[] raw) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(raw.length);
        ByteArrayOutputStream signature = new ByteArrayOutputStream();
        int line = 0;
        boolean inside = false;
        while (line < raw.length && raw[line] != '\n') {
            int next = afterLine(raw, line);
            boolean starts = signature.size() == 0 && startsWith(raw, line, HEADER);
            inside = starts || (inside && raw[line] == ' ');
            if (inside) {
                int skipped = starts ? HEADER.length : 1;
                signature.write(raw, line + skipped, next - line - skipped);
            } else {
                data.write(raw, line, next - line);
            }
            line = next;
        }
        data.write(raw, line, raw.length - line);
        return new SignedObject(data.toByteArray(), signature.toByteArray());
    }

    static SignedObject ofTag(byte[] raw) {
        int line = 0;
        int start = raw.length;
        while (line < raw.length) {
            for (String beginning : BEGINNINGS) {
                if (startsWith(raw, line, beginning.getBytes(StandardCharsets.US_ASCII))) {
                    start = line;
                }
            }
            line = afterLine(raw, line);
        }
        return new SignedObject(Arrays.copyOf(raw, start), Arrays.copyOfRange(raw, start, raw.length));
    }

    private static int afterLine(byte[] raw, int line) {
        int end = line;
        while (end < raw.length && raw[end] != '\n') {
            end++;
        }
        return Math.min(raw.length, end + 1);
    }

    private static boolean startsWith(byte[] raw, int at, byte[] text) {
        return at + text.length <= raw.length && Arrays.equals(raw, at, at + text.length, text, 0, text.length);
    }

    /** What is signed. */
    public byte[] data() {
        return data;
    }

    /** The armored signature; empty without one. */
    public byte[] signature() {
        return signature;
    }

    /** Whether there is a signature. */
    public boolean isSigned() {
        return signature.length > 0;
    }

    /** Names no content. */
    @Override
    public String toString() {
        return "SignedObject[" + data.length + " bytes, signature of " + signature.length + "]";
    }
}
