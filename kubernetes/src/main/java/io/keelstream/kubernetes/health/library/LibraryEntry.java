package io.keelstream.kubernetes.health.library;

import io.keelstream.kubernetes.health.cel.CelCheck;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One document of the library's file.
 *
 * @param api the project whose API it is
 * @param kinds what it judges: {@code Kind.group}, {@code *.group}, or {@code *} for other custom resources
 * @param when which objects of these kinds, in CEL; empty for all
 * @param source where the API documents its conditions
 * @param generations whether their status says of which generation it is
 * @param check how they are judged
 */
record LibraryEntry(String api, List<String> kinds, String when, String source, boolean generations, CelCheck check) {

    private static final Set<String> FIELDS = Set.of(
            "api",
            "kinds",
            "when",
            "source",
            "generations",
            "suspended",
            "healthy",
            "degraded",
            "progressing",
            "message");

    LibraryEntry {
        kinds = List.copyOf(kinds);
    }

    /** Reads a document; throws {@link IllegalArgumentException} naming a field that is missing or not known. */
    static LibraryEntry read(Map<String, @Nullable Object> document) {
        for (String field : document.keySet()) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("unknown field " + field + " of a health check");
            }
        }
        for (String field : List.of("api", "kinds", "source", "healthy")) {
            if (document.get(field) == null) {
                throw new IllegalArgumentException("a health check of " + document.get("kinds") + " lacks " + field);
            }
        }
        CelCheck check = new CelCheck(
                text(document, "suspended"),
                text(document, "healthy"),
                text(document, "degraded"),
                text(document, "progressing"),
                text(document, "message"));
        return new LibraryEntry(
                text(document, "api"),
                Manifest.list(document.get("kinds")).stream()
                        .map(String::valueOf)
                        .toList(),
                text(document, "when"),
                text(document, "source"),
                !Boolean.FALSE.equals(document.get("generations")),
                check);
    }

    private static String text(Map<String, @Nullable Object> document, String field) {
        return document.get(field) instanceof String text ? text : "";
    }
}
