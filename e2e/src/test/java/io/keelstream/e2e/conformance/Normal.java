package io.keelstream.e2e.conformance;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers without what differs from run to run: times, uids, versions, addresses, hashes. What remains must be equal. Two
 * things are left out because the sandbox has none: hashes of storage versions, and the descriptions of table columns.
 */
public final class Normal {

    private static final Map<String, String> BY_NAME = Map.of(
            "uid", "<uid>",
            "resourceVersion", "<version>",
            "continue", "<token>",
            "clusterIP", "<address>",
            "nodePort", "<port>",
            "pod-template-hash", "<hash>",
            "resourceVersionMatch", "<version>");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern VERSIONS = Pattern.compile("(?i)(resource ?version[^0-9]{0,24}|current: |\\()\\d+");
    private static final Pattern ADDRESS = Pattern.compile("\\b10\\.\\d+\\.\\d+\\.\\d+\\b");
    private static final Pattern AGE = Pattern.compile("^(\\d+[smh])+$|^<invalid>$");
    private static final Set<String> NONE = Set.of("", "None");

    private Normal() {}

    /** The same value with sorted keys and without what differs from run to run. */
    public static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case String text -> text(text);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                Manifest.list(list).forEach(item -> items.add(of(item)));
                yield items;
            }
            case Map<?, ?> map -> map(Manifest.map(map));
            case null, default -> value;
        };
    }

    private static Map<String, @Nullable Object> map(Map<String, @Nullable Object> map) {
        Map<String, @Nullable Object> result = new TreeMap<>();
        map.forEach((key, value) -> {
            String fixed = BY_NAME.get(key);
            boolean variable = fixed != null && !(value instanceof Map) && !NONE.contains(String.valueOf(value));
            result.put(key, variable ? fixed : of(value));
        });
        result.remove("storageVersionHash");
        if (result.get("columnDefinitions") instanceof List<?> columns) {
            columns.forEach(column -> Manifest.map(column).remove("description"));
        }
        if (result.containsKey("generateName") && result.get("name") instanceof String) {
            result.put("name", "<generated>");
        }
        if (result.get("managedFields") instanceof List<?> entries) {
            List<@Nullable Object> sorted = new ArrayList<>(entries);
            sorted.sort(Comparator.comparing(entry -> Manifest.map(entry).get("operation") + " "
                    + Manifest.map(entry).get("manager") + " "
                    + Manifest.map(entry).get("subresource")));
            result.put("managedFields", sorted);
        }
        return result;
    }

    /** The same text without what differs from run to run. */
    public static String text(String text) {
        if (AGE.matcher(text).matches()) {
            return "<age>";
        }
        String result = TIME.matcher(text).replaceAll("<time>");
        result = UID.matcher(result).replaceAll("<uid>");
        result = VERSIONS.matcher(result).replaceAll("$1<n>");
        return ADDRESS.matcher(result).replaceAll("<address>");
    }
}
