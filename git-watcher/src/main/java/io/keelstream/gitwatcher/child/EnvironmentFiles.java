package io.keelstream.gitwatcher.child;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code KEY=value} lines that generators of kustomize take. A line without an equals sign is a key for kustomize,
 * whose value it takes from its own environment ({@code api/kv/kv.go}): where the line is a value that lost its key, a Secret would
 * publish it as a key. Pure.
 */
final class EnvironmentFiles {

    private static final Set<String> FIELDS = Set.of("envs", "env");

    private EnvironmentFiles() {}

    /** The files that a kustomization, or the configuration of a built-in generator, names. */
    static List<String> in(Object document) {
        List<String> found = new ArrayList<>();
        search("", document, found);
        return found;
    }

    /** The first line without a value, from 1; empty where every line has one. */
    static OptionalInt withoutValue(String content) {
        int number = 0;
        for (String line : content.split("\n", -1)) {
            number++;
            String text = line.replace("\uFEFF", "").strip();
            if (!text.isEmpty() && !text.startsWith("#") && text.indexOf('=') < 0) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    private static void search(String field, @Nullable Object value, List<String> found) {
        switch (value) {
            case Map<?, ?> map -> Manifest.map(map).forEach((name, each) -> search(name, each, found));
            case List<?> list -> Manifest.list(list).forEach(each -> search(field, each, found));
            case String text when FIELDS.contains(field) -> found.add(text);
            case null, default -> {}
        }
    }
}
