package io.keelstream.e2e.conformance.workload;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a workload.
 *
 * @param name what it is about
 * @param collection path of the workload's collection; {@code ~} stands for the namespace
 * @param inOrder whether the order in which pods come, become ready and go is part of the story
 * @param steps what is applied, one after the other
 */
record Scenario(String name, String collection, boolean inOrder, List<Step> steps) {

    /**
     * One application.
     *
     * @param body whole object
     * @param until the health that it must come to
     */
    record Step(Map<String, @Nullable Object> body, String until) {}

    Scenario {
        steps = List.copyOf(steps);
    }

    /** The name of the workload and of its pods' label {@code app}. */
    String object() {
        return new Manifest(steps.getFirst().body()).name();
    }

    static List<Scenario> read(Path file) {
        try {
            Object document = new YamlReader()
                    .documents(Files.readAllBytes(file))
                    .orThrow()
                    .getFirst()
                    .value();
            return Manifest.list(document).stream()
                    .map(Manifest::map)
                    .map(Scenario::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scenario of(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> last = new LinkedHashMap<>();
        return new Scenario(
                String.valueOf(tree.get("story")),
                String.valueOf(tree.get("collection")),
                Boolean.TRUE.equals(tree.get("inOrder")),
                Manifest.list(tree.get("steps")).stream()
                        .map(Manifest::map)
                        .map(step -> step(step, last))
                        .toList());
    }

    /** A later step says only what is other than in the one before: maps are merged. */
    private static Step step(Map<String, @Nullable Object> step, Map<String, @Nullable Object> last) {
        Map<String, @Nullable Object> body = merged(last, Manifest.map(step.get("apply")));
        last.clear();
        last.putAll(body);
        return new Step(body, String.valueOf(step.get("until")));
    }

    private static Map<String, @Nullable Object> merged(
            Map<String, @Nullable Object> base, Map<String, @Nullable Object> over) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>(base);
        over.forEach((key, value) -> {
            boolean maps = value instanceof Map && result.get(key) instanceof Map;
            result.put(key, maps ? merged(Manifest.map(result.get(key)), Manifest.map(value)) : value);
        });
        return result;
    }
}
