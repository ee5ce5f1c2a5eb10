package io.keelstream.kubernetes.seal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a Secret holds values, and how a value is bound to its place. Stateless. */
final class SecretFields {

    static final List<String> NAMES = List.of("data", "stringData");

    private SecretFields() {}

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
