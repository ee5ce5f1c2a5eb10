package io.keelstream.kubernetes.sops;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text that stands for an encrypted value until the applier has it: made of the value's place and its token, so it changes
 * when the value is encrypted anew and not before. It is written alike in YAML, JSON and shell. Stateless.
 */
public final class Placeholder {

    /** How every placeholder begins. */
    public static final String START = "keelstream-sops-value-";

    /** Finds placeholders in a text. */
    public static final Pattern FORM = Pattern.compile(START + "[0-9a-f]{40}");

    private static final int DIGITS = 40;

    private Placeholder() {}

    static String of(Leaf leaf) {
        return of("value", leaf.path(), leaf.text());
    }

    /** For a document as a whole, by its text with placeholders. */
    static String whole(String presented) {
        return of("document", List.of(), presented);
    }

    private static String of(String sort, List<String> path, String text) {
        String all = sort + "\0" + String.join("\0", path) + "\0\0" + text;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return START + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
