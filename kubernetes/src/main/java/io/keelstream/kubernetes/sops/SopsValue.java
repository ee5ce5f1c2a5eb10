package io.keelstream.kubernetes.sops;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One encrypted value: AES-256 in GCM, bound to a text that says where it is. Immutable.
 *
 * @param token {@code ENC[AES256_GCM,data:...,iv:...,tag:...,type:...]}, its parts in base64
 */
record SopsValue(String token) {

    /** How every token begins. */
    static final String START = "ENC[AES256_GCM,";

    /** The types of values. A comment has one of its own, and is none: SOPS's digest does not cover it. */
    static final Set<String> TYPES = Set.of("str", "int", "float", "bool", "bytes", "time");

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern FRACTION =
            Pattern.compile("[-+]?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][-+]?[0-9]{1,4})?|NaN|[-+]?Inf");
    private static final Pattern BOOLEAN = Pattern.compile("[Tt]rue|[Ff]alse");

    private static final String BASE64 = "([A-Za-z0-9+/]+={0,2})";
    private static final Pattern FORM = Pattern.compile(
            "ENC\\[AES256_GCM,data:" + BASE64 + ",iv:" + BASE64 + ",tag:" + BASE64 + ",type:([a-z]+)\\]");
    private static final int TAG_BYTES = 16;
    private static final int LONGEST_IV = 64;

    /** The value that a text is; null for any other text. */
    static @Nullable SopsValue of(String text) {
        return text.startsWith(START) && FORM.matcher(text).matches() ? new SopsValue(text) : null;
    }

    /** One of {@link #TYPES}, {@code comment}, or what somebody wrote: SOPS binds a value to its place, and not to its type. */
    String type() {
        return parts().group(4);
    }

    /** Whether a plain text can be written as a value of this type, without quotes where it is a number or a boolean. */
    boolean allows(String plain) {
        return switch (type()) {
            case "int" -> WHOLE.matcher(plain).matches();
            case "float" -> FRACTION.matcher(plain).matches();
            case "bool" -> BOOLEAN.matcher(plain).matches();
            default -> true;
        };
    }

    /**
     * What was encrypted.
     *
     * @param key 32 bytes
     * @param place what the value is bound to
     * @throws GeneralSecurityException where key or place are others, or the value was changed
     */
    byte[] open(byte[] key, String place) throws GeneralSecurityException {
        Matcher parts = parts();
        byte[] data = decoded(parts.group(1));
        byte[] iv = decoded(parts.group(2));
        byte[] tag = decoded(parts.group(3));
        if (iv.length > LONGEST_IV || tag.length != TAG_BYTES) {
            throw new GeneralSecurityException("malformed value");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        byte[] sealed = new byte[data.length + tag.length];
        System.arraycopy(data, 0, sealed, 0, data.length);
        System.arraycopy(tag, 0, sealed, data.length, tag.length);
        return cipher.doFinal(sealed);
    }

    private Matcher parts() {
        Matcher parts = FORM.matcher(token);
        if (!parts.matches()) {
            throw new IllegalStateException("checked when it was made");
        }
        return parts;
    }

    private static byte[] decoded(String base64) throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("malformed value", e);
        }
    }
}
