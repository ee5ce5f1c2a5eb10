package io.keelstream.notifier.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of Standard Webhooks: {@code v1,} and the Base64 of HMAC-SHA-256 over {@code <id>.<seconds>.<body>}, one per key, separated
 * by spaces. So a receiver refuses what somebody else wrote, what was changed, and what was recorded and is sent again later.
 */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    /** Before a key in Base64, as tools of Standard Webhooks write it. */
    private static final String ENCODED = "whsec_";

    private Signature() {}

    /**
     * The header's value.
     *
     * @param secret the file of keys; a receiver that knows one of them accepts
     * @throws IOException when it cannot be read, or a key is not usable; its message is the file
     */
    static String of(SecretFile secret, String id, Instant at, String body) throws IOException {
        List<String> signatures = new ArrayList<>();
        for (String key : secret.lines()) {
            signatures.add("v1," + Base64.getEncoder().encodeToString(hmac(bytes(key, secret), id, at, body)));
        }
        return String.join(" ", signatures);
    }

    private static byte[] hmac(byte[] key, String id, Instant at, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] bytes(String key, SecretFile secret) throws IOException {
        if (!key.startsWith(ENCODED)) {
            return key.getBytes(StandardCharsets.UTF_8);
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(key.substring(ENCODED.length()));
            if (decoded.length > 0) {
                return decoded;
            }
        } catch (IllegalArgumentException malformed) {
            // its message would quote the key
        }
        throw new IOException(
                secret.path() + " has a key that begins with " + ENCODED + " and is not valid base64 behind it");
    }
}
