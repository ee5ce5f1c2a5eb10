package io.keelstream.kubernetes.diff;

import io.keelstream.kubernetes.digest.CanonicalJson;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides values that may be secret: data of Secrets, values of environment variables and ConfigMap entries whose names
 * look secret, and annotations that hold a whole applied object. Equal values get equal masks and different values
 * different ones, so that a change can be seen and a weak value cannot be guessed without the key. Thread-safe.
 */
public final class Masking {

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(pass(word|wd|phrase)|secret|token|credential|api[-_.]?key|private[-_.]?key|access[-_.]?key|_pwd|^pwd).*");
    private static final int LENGTH = 16;

    private final byte[] key;

    /** @param key the installation's key for digests of secrets; not empty */
    public Masking(byte[] key) {
        this.key = key.clone();
    }

    /** Whether the name of a variable or entry suggests that its value is secret. */
    public static boolean looksSecret(String name) {
        return SECRET_NAME.matcher(name).matches();
    }

    /** What is shown instead of a value. */
    public String mask(@Nullable Object value) {
        String digest = ObjectDigest.hmac(CanonicalJson.bytes(value), key);
        return "masked:" + digest.substring(digest.indexOf(':') + 1).substring(0, LENGTH);
    }

    /** A copy of the object in which every secret value is masked. */
    public Manifest mask(Manifest object) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        boolean core = object.apiVersion().equals("v1");
        boolean secret = core && object.kind().equals("Secret");
        boolean config = core && object.kind().equals("ConfigMap");
        tree.replaceAll((name, value) -> {
            boolean data = name.equals("data") || name.equals("stringData") || name.equals("binaryData");
            if (secret && data) {
                return entries(value, true);
            }
            if (config && data) {
                return entries(value, false);
            }
            return name.equals("metadata") ? metadata(value) : below(value);
        });
        return new Manifest(tree);
    }

    private @Nullable Object entries(@Nullable Object value, boolean all) {
        if (!(value instanceof Map)) {
            return value == null ? null : mask(value);
        }
        Map<String, @Nullable Object> masked = new LinkedHashMap<>(Manifest.map(value));
        masked.replaceAll((name, entry) -> all || looksSecret(name) ? mask(entry) : entry);
        return masked;
    }

    private @Nullable Object metadata(@Nullable Object value) {
        if (!(value instanceof Map)) {
            return value;
        }
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Manifest.map(value));
        metadata.computeIfPresent("annotations", (name, annotations) -> {
            Map<String, @Nullable Object> masked = new LinkedHashMap<>(Manifest.map(annotations));
            masked.replaceAll((annotation, text) -> annotation.contains("last-applied") ? mask(text) : text);
            return masked;
        });
        return metadata;
    }

    private @Nullable Object below(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> masked = new ArrayList<>(list.size());
            Manifest.list(list).forEach(item -> masked.add(below(item)));
            return masked;
        }
        if (!(value instanceof Map)) {
            return value;
        }
        Map<String, @Nullable Object> masked = new LinkedHashMap<>(Manifest.map(value));
        boolean variable = masked.get("name") instanceof String name && looksSecret(name);
        masked.replaceAll((name, child) -> variable && name.equals("value")
                ? mask(child)
                : name.equals("metadata") ? metadata(child) : below(child));
        return masked;
    }
}
