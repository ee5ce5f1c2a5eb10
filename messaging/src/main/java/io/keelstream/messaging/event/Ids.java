package io.keelstream.messaging.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Ids that follow from what they name: the same parts always give the same id, so a replay repeats it. The JDK makes
 * version 3 (MD5) alone.
 */
public final class Ids {

    /** Version 5 of {@code keelstream.io} in RFC 9562's DNS name space. */
    private static final UUID NAMESPACE =
            version5(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "keelstream.io");

    private Ids() {}

    /**
     * RFC 9562 version 5 over the parts in Keelstream's own name space.
     *
     * @param parts what the id names, most general first; joined by line feeds, which no part may hold
     */
    public static UUID nameBased(String... parts) {
        for (String part : parts) {
            if (part.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("a part of a name-based id holds a line feed");
            }
        }
        return version5(NAMESPACE, String.join("\n", parts));
    }

    /** What belongs to one revision of one target: {@code ce_correlationid}. */
    public static String correlation(String target, String commit) {
        return nameBased(target, commit).toString();
    }

    /** The id of the analysis at one gate of a trial: {@code analysisId}. */
    public static String analysis(String target, String trial, int step, int round) {
        return nameBased(target, trial, String.valueOf(step), String.valueOf(round))
                .toString();
    }

    /**
     * The id of a commit's trace, so that all services of one commit share one trace in any order of arrival.
     *
     * @param installation the installation's name
     * @param repository the repository's name in the installation
     * @param commit 40 hexadecimal digits
     * @return 32 hexadecimal digits: the first 16 bytes of SHA-256 over {@code installation:repository@commit}
     */
    public static String trace(String installation, String repository, String commit) {
        byte[] trace = digest("SHA-256", bytes(installation + ":" + repository + "@" + commit));
        return HexFormat.of().formatHex(trace, 0, 16);
    }

    /**
     * A W3C {@code traceparent} in a commit's trace, for where no span exists that could be named.
     *
     * @param trace the trace's id
     * @param hop what the id of the span follows from, e.g. the service and the target
     */
    public static String traceparent(String trace, String hop) {
        byte[] span = digest("SHA-256", bytes(hop));
        return "00-" + trace + "-" + HexFormat.of().formatHex(span, 0, 8) + "-01";
    }

    private static UUID version5(UUID namespace, String name) {
        ByteBuffer input = ByteBuffer.allocate(16 + bytes(name).length);
        input.putLong(namespace.getMostSignificantBits()).putLong(namespace.getLeastSignificantBits());
        input.put(bytes(name));
        ByteBuffer hash = ByteBuffer.wrap(digest("SHA-1", input.array()));
        long most = (hash.getLong() & ~0xF000L) | 0x5000L;
        long least = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(most, least);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(String algorithm, byte[] input) {
        try {
            return MessageDigest.getInstance(algorithm).digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
