package io.keelstream.kubernetes.sops;

import io.keelstream.yaml.Quotable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value of a document that is no map, no list and not null.
 *
 * @param path the keys that lead to it; items of a list have the list's
 * @param text as SOPS digests it: strings as they are, {@code True} and {@code False}, numbers without exponent; of an
 *     encrypted value its token
 * @param encrypted the token; null for a value in plain text
 */
record Leaf(List<String> path, String text, @Nullable SopsValue encrypted) {

    Leaf {
        path = List.copyOf(path);
    }

    /** A text, which may be a token. */
    static Leaf text(List<String> path, String text) {
        return new Leaf(path, text, SopsValue.of(text));
    }

    /** A number, a boolean or a time. */
    static Leaf literal(List<String> path, String text) {
        return new Leaf(path, text, null);
    }

    /** What SOPS binds the value to. */
    String place() {
        return String.join(":", path) + ":";
    }

    /** The path for people. */
    String named() {
        return path.stream().map(Quotable::key).collect(Collectors.joining("."));
    }
}
