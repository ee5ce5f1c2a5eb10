package io.keelstream.kubernetes.seal;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a Secret holds values, and how a value is bound to its place. Stateless. */
final class SecretFields {

    static final List<String> NAMES = List.of("data", "stringData");

    private SecretFields() {}

    /** {@code Secret db: data.password}; without the namespace, which a target may add between sealing and unsealing. */
    static String place(Manifest secret, String field, String key) {
        return "Secret " + secret.name() + ": " + field + "." + key;
    }

    /** What is encrypted: the place, a line feed (which no place holds), the value. */
    static String bind(String place, String value) {
        return place.replace('\n', ' ') + "\n" + value;
    }

    /** The value of a bound text; null where it was sealed for another place. */
    static @Nullable String unbind(String place, String bound) {
        String head = place.replace('\n', ' ') + "\n";
        return bound.startsWith(head) ? bound.substring(head.length()) : null;
    }
}
