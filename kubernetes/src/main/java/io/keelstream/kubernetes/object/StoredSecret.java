package io.keelstream.kubernetes.object;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Secrets as the API server stores them: what is written as {@code stringData} is kept as {@code data}. Whoever applies
 * {@code stringData} itself owns a field that does not exist, and not the values. Pure.
 */
public final class StoredSecret {

    private StoredSecret() {}

    /** Whether the object is a v1 Secret. */
    public static boolean is(Manifest object) {
        return object.apiVersion().equals("v1") && object.kind().equals("Secret");
    }

    /** The Secret with its {@code stringData} folded into {@code data}; any other object as it is. */
    public static Manifest of(Manifest object) {
        if (!is(object) || !(object.tree().get("stringData") instanceof Map<?, ?> plain)) {
            return object;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        Map<String, @Nullable Object> data = new LinkedHashMap<>(Manifest.map(tree.get("data")));
        Manifest.map(plain).forEach((name, value) -> data.put(name, stored(value)));
        tree.remove("stringData");
        tree.put("data", data);
        return new Manifest(tree);
    }

    /** To the server null is an empty value; what is not text stays for the server to refuse. */
    private static Object stored(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            default -> value;
        };
    }
}
