package io.keelstream.cli.adopt.draft;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chart's values as they come together: later ones on top of earlier ones, mapping by mapping, as Helm does it. Confined to one thread.
 */
public final class ChartParameters {

    private final Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    private final Report report;

    public ChartParameters(Report report) {
        this.report = report;
    }

    /** The values, to be written as {@code parameters}. */
    public Map<String, @Nullable Object> tree() {
        return tree;
    }

    /** Adds values that are a mapping. */
    public void add(String field, Map<String, @Nullable Object> values) {
        values.keySet().stream()
                .filter(key -> key.indexOf('.') >= 0)
                .findFirst()
                .ifPresent(key -> report.needsHand(
                        field,
                        "has a key with a dot, which separates sections in parameters. Put the values into values-<target>.yaml"
                                + " beside Chart.yaml instead"));
        merge(tree, values);
    }

    /** Adds values that are text in YAML. */
    public void addText(String field, String yaml) {
        if (yaml.isBlank()) {
            return;
        }
        if (new YamlReader().documents(yaml) instanceof YamlResult.Read<YamlDocument>(List<YamlDocument> documents)
                && documents.size() == 1
                && documents.getFirst().value() instanceof Map) {
            add(field, Manifest.map(documents.getFirst().value()));
        } else {
            report.needsHand(field, "is not one mapping in YAML. Write the values as parameters");
        }
    }

    /**
     * Adds a value as {@code helm --set} does.
     *
     * @param name keys with a dot between them; a backslash takes a dot its meaning
     * @param asText whether the value is a text whatever it looks like
     */
    public void set(String field, String name, String value, boolean asText) {
        List<String> keys = keys(name);
        boolean listed = name.indexOf('[') >= 0 || (!asText && value.startsWith("{"));
        if (listed || keys.stream().anyMatch(String::isEmpty) || keys.getFirst().indexOf('.') >= 0) {
            report.needsHand(
                    field, "sets an item of a list, or a key with a dot. Write it as parameters, as a mapping");
            return;
        }
        Map<String, @Nullable Object> into = tree;
        for (String key : keys.subList(0, keys.size() - 1)) {
            Map<String, @Nullable Object> inside = new LinkedHashMap<>(Manifest.map(into.get(key)));
            into.put(key, inside);
            into = inside;
        }
        into.put(keys.getLast(), asText ? value : typed(value));
    }

    /** What a value on Helm's command line means: whole numbers, booleans and null; everything else is text. */
    static @Nullable Object typed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        if (value.equals("null")) {
            return null;
        }
        boolean whole = value.matches("0|[+-]?[1-9]\\d{0,17}");
        return whole ? (Object) Long.valueOf(value) : value;
    }

    private static List<String> keys(String name) {
        List<String> keys = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            if (each == '\\' && i + 1 < name.length()) {
                key.append(name.charAt(++i));
            } else if (each == '.') {
                keys.add(key.toString());
                key.setLength(0);
            } else {
                key.append(each);
            }
        }
        keys.add(key.toString());
        return keys;
    }

    private static void merge(Map<String, @Nullable Object> into, Map<String, @Nullable Object> values) {
        values.forEach((key, value) -> {
            if (value instanceof Map && into.get(key) instanceof Map) {
                Map<String, @Nullable Object> inside = new LinkedHashMap<>(Manifest.map(into.get(key)));
                merge(inside, Manifest.map(value));
                into.put(key, inside);
            } else {
                into.put(key, value);
            }
        });
    }
}
