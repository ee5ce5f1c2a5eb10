package io.keelstream.cli.adopt.source;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.yaml.Quotable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of an object, read field by field. It remembers what was asked for, so that {@link #rest} reports every field that nobody knows:
 * nothing that an object says is passed over. A null counts as absent. Confined to one thread.
 */
public final class Fields {

    private final Map<String, @Nullable Object> values;
    private final String path;
    private final Report report;
    private final Set<String> known = new HashSet<>();
    private final List<Fields> inside = new ArrayList<>();

    /** @param path from the root of the object, for findings */
    public Fields(Map<String, @Nullable Object> values, String path, Report report) {
        this.values = values;
        this.path = path;
        this.report = report;
    }

    /** Path of a field. */
    public String path(String name) {
        String key = Quotable.key(name);
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Path of the mapping itself. */
    public String path() {
        return path;
    }

    /** Whether there is such a field, empty ones included. */
    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** Whether the mapping has no field. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value as it is; null where it is absent. */
    public @Nullable Object value(String name) {
        known.add(name);
        return values.get(name);
    }

    /** A text; numbers and booleans as text. Anything else is a finding. */
    public Optional<String> text(String name) {
        Object value = value(name);
        if (value instanceof Map || value instanceof List) {
            report.needsHand(path(name), "is a mapping or a list, but a text is expected");
            return Optional.empty();
        }
        return value == null ? Optional.empty() : Optional.of(String.valueOf(value));
    }

    /** Either of true and false, also as text; false where it is absent. */
    public boolean isTrue(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** The mapping under a name; an empty one where there is none. */
    public Fields section(String name) {
        Object value = value(name);
        if (value != null && !(value instanceof Map)) {
            report.needsHand(path(name), "is not a mapping");
        }
        return inside(value instanceof Map ? Manifest.map(value) : new LinkedHashMap<>(), path(name));
    }

    /** The mappings of a list; items of another kind are findings. */
    public List<Fields> sections(String name) {
        List<Fields> sections = new ArrayList<>();
        for (Object item : items(name)) {
            String place = path(name) + "[" + sections.size() + "]";
            if (!(item instanceof Map)) {
                report.needsHand(place, "is not a mapping");
            }
            sections.add(inside(item instanceof Map ? Manifest.map(item) : new LinkedHashMap<>(), place));
        }
        return sections;
    }

    /** The texts of a list; items of another kind are findings. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (item == null || item instanceof Map || item instanceof List) {
                report.needsHand(path(name), "has an item that is not a text");
            } else {
                texts.add(String.valueOf(item));
            }
        }
        return texts;
    }

    /** A mapping of texts, as labels are. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        Manifest.map(value(name)).forEach((key, value) -> {
            if (value instanceof Map || value instanceof List) {
                report.needsHand(path(name) + "." + Quotable.key(key), "is not a text");
            } else {
                texts.put(key, value == null ? "" : String.valueOf(value));
            }
        });
        return texts;
    }

    /** Fields that have no meaning for what is deployed, or none of their own. */
    public Fields known(String... names) {
        known.addAll(List.of(names));
        return this;
    }

    /** Reports a field that is said in other words, where there is one. */
    public Fields translated(String name, String message) {
        if (present(name)) {
            report.translated(path(name), message);
        }
        return this;
    }

    /** Reports a field that has no counterpart, where there is one. */
    public Fields noCounterpart(String name, String message) {
        if (present(name)) {
            report.noCounterpart(path(name), message);
        }
        return this;
    }

    /** Reports a field that a person has to look after, where there is one. */
    public Fields needsHand(String name, String message) {
        if (present(name)) {
            report.needsHand(path(name), message);
        }
        return this;
    }

    /** Reports every field that was not asked for, here and inside. */
    public void rest() {
        values.forEach((name, value) -> {
            if (value != null && !known.contains(name)) {
                report.needsHand(
                        path(name), "is not known to adopt. Look up what it does, and whether it matters here");
            }
        });
        inside.forEach(Fields::rest);
    }

    private boolean present(String name) {
        Object value = value(name);
        boolean empty =
                (value instanceof Map<?, ?> map && map.isEmpty()) || (value instanceof List<?> list && list.isEmpty());
        return value != null && !empty && !Boolean.FALSE.equals(value);
    }

    private List<@Nullable Object> items(String name) {
        Object value = value(name);
        if (value != null && !(value instanceof List)) {
            report.needsHand(path(name), "is not a list");
        }
        return value instanceof List ? Manifest.list(value) : List.of();
    }

    private Fields inside(Map<String, @Nullable Object> map, String place) {
        Fields fields = new Fields(map, place, report);
        inside.add(fields);
        return fields;
    }
}
