package io.keelstream.gitwatcher.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How a delivery shows that whoever sent it knows the secret. Compared in constant time. Pure. */
public sealed interface Proof {

    /** The header that carries it. */
    String header();

    /** What the header says for a body. */
    String of(byte[] body, String secret);

    /**
     * Whether a delivery proves itself.
     *
     * @param headers value of a header by its name; null where it is absent
     */
    default boolean holds(UnaryOperator<@Nullable String> headers, byte[] body, String secret) {
        String shown = headers.apply(header());
        return shown != null && MessageDigest.isEqual(bytes(normal(shown)), bytes(normal(of(body, secret))));
    }

    /** The part that counts, in one form. */
    default String normal(String shown) {
        return shown;
    }

    /**
     * HMAC-SHA-256 over the body, in hexadecimal.
     *
     * @param prefix what is before the digits
     */
    record Hmac(String header, String prefix) implements Proof {

        private static final String ALGORITHM = "HmacSHA256";

        @Override
        public String of(byte[] body, String secret) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(bytes(secret), ALGORITHM));
                return prefix + HexFormat.of().formatHex(mac.doFinal(body));
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, e);
            }
        }
    }

    /** The secret itself, as GitLab sends it. */
    record Token(String header) implements Proof {

        @Override
        public String of(byte[] body, String secret) {
            return secret;
        }
    }

    /** The secret as the password of basic authentication; the user may be anything. */
    record BasicPassword() implements Proof {

        private static final String BASIC = "Basic ";

        @Override
        public String header() {
            return "Authorization";
        }

        @Override
        public String of(byte[] body, String secret) {
            return BASIC + Base64.getEncoder().encodeToString(bytes("keelstream:" + secret));
        }

        @Override
        public String normal(String shown) {
            if (!shown.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
                return "";
            }
            try {
                byte[] decoded = Base64.getDecoder()
                        .decode(shown.substring(BASIC.length()).strip());
                String pair = new String(decoded, StandardCharsets.UTF_8);
                return pair.substring(pair.indexOf(':') + 1);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
