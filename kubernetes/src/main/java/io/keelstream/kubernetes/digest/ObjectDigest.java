package io.keelstream.kubernetes.digest;

import io.keelstream.kubernetes.object.Manifest;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The digest that stands for an object's whole content. Secrets are digested with a key, because the plain digest of a
 * weak secret can be guessed. Pure; thread-safe.
 */
public final class ObjectDigest {

    private ObjectDigest() {}

    /** {@code sha256:} and the lower-case hexadecimal SHA-256 of the manifest's canonical JSON. */
    public static String of(Manifest manifest) {
        return of(manifest.tree());
    }

    /** The same for any plain-value tree. */
    public static String of(@Nullable Object tree) {
        return sha256(CanonicalJson.bytes(tree));
    }

    /** {@code sha256:} and the hexadecimal SHA-256 of bytes. */
    public static String sha256(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@code hmac-sha256:} and the hexadecimal HMAC-SHA-256 of bytes; the key must not be empty. */
    public static String hmac(byte[] bytes, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return "hmac-sha256:" + HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("the key does not fit HMAC-SHA-256", e);
        }
    }
}
