package io.keelstream.e2e.conformance;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a case. */
sealed interface Step {

    /**
     * A request.
     *
     * @param method HTTP method
     * @param path path with query; {@code ~} stands for the case's namespace, <code>${name}</code> for what was kept
     * @param form {@code json, yaml, merge, patch, strategic, apply}, or a media type
     * @param accept {@code json, table, metadata, discovery}, or a media type
     * @param body value, or the text itself; null for none
     * @param until what the answer must say before it counts
     * @param keep values of the answer by the names under which later steps use them
     * @param of the part of the answer that is compared; empty for the whole. A refusal is always compared as a whole
     * @param without places that are not compared, each with the reason
     */
    record Call(
            String method,
            String path,
            String form,
            String accept,
            @Nullable Object body,
            Condition until,
            Map<String, String> keep,
            String of,
            Map<String, String> without)
            implements Step {}

    /** Opens a watch under a name and reads it from then on. */
    record Watch(String name, String path, String accept) implements Step {}

    /** What a watch sent: as many events as are given, since the last time it was asked. */
    record Hear(String name, int events) implements Step {}

    /**
     * What is waited for.
     *
     * @param code status code; 0 for any
     * @param at place in the answer; empty for none
     * @param is value at the place, as text
     */
    record Condition(int code, String at, String is) {

        static final Condition NONE = new Condition(0, "", "");

        boolean holds(int answered, @Nullable Object body) {
            return (code == 0 || code == answered)
                    && (at.isEmpty() || String.valueOf(Places.find(body, at)).equals(is));
        }
    }

    /** Reads a step; a word that no step knows is refused. */
    static Step read(Map<String, @Nullable Object> tree) {
        if (tree.get("hear") instanceof String name) {
            return new Hear(name, Math.toIntExact((Long) Manifest.map(tree).getOrDefault("events", 1L)));
        }
        String[] line = String.valueOf(tree.get("call")).split(" ", 2);
        String accept = text(tree, "accept", "json");
        if (tree.get("watch") instanceof String name) {
            return new Watch(name, line[1], accept);
        }
        for (String key : tree.keySet()) {
            if (!java.util.Set.of("call", "as", "accept", "body", "until", "keep", "of", "without", "why")
                    .contains(key)) {
                throw new IllegalArgumentException("a step has no '" + key + "': " + tree);
            }
        }
        Map<String, @Nullable Object> until = Manifest.map(tree.getOrDefault("until", Map.of()));
        Object code = until.getOrDefault("code", 0L);
        return new Call(
                line[0],
                line[1],
                text(tree, "as", "json"),
                accept,
                tree.get("body"),
                new Condition(Math.toIntExact((Long) code), text(until, "at", ""), text(until, "is", "")),
                texts(tree.get("keep")),
                text(tree, "of", ""),
                texts(tree.get("without")));
    }

    private static String text(Map<String, @Nullable Object> tree, String key, String otherwise) {
        Object value = tree.get(key);
        return value == null ? otherwise : String.valueOf(value);
    }

    private static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (value != null) {
            Manifest.map(value).forEach((key, text) -> texts.put(key, String.valueOf(text)));
        }
        return texts;
    }
}
