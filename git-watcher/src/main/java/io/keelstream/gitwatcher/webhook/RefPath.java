package io.keelstream.gitwatcher.webhook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a payload names refs. A leaf is a full name, or an object with {@code type} and {@code name} as Bitbucket Cloud has
 * them. Immutable.
 *
 * @param steps names of fields; {@link #EACH} for every element of a list
 */
record RefPath(List<String> steps) {

    static final String EACH = "*";

    private static final String TAGS = "refs/tags/";
    private static final String HEADS = "refs/heads/";

    RefPath {
        steps = List.copyOf(steps);
    }

    static RefPath of(String... steps) {
        return new RefPath(List.of(steps));
    }

    /** The refs that are named here; what has another form is left out. */
    List<String> read(@Nullable Object payload) {
        List<@Nullable Object> found = new ArrayList<>();
        found.add(payload);
        for (String step : steps) {
            List<@Nullable Object> next = new ArrayList<>();
            for (Object each : found) {
                if (step.equals(EACH) && each instanceof List<?> list) {
                    next.addAll(list);
                } else if (!step.equals(EACH) && each instanceof Map<?, ?> map) {
                    next.add(map.get(step));
                }
            }
            found = next;
        }
        List<String> refs = new ArrayList<>();
        found.forEach(leaf -> {
            switch (leaf) {
                case String text when text.startsWith("refs/") -> refs.add(text);
                case Map<?, ?> named
                when named.get("name") instanceof String name ->
                    refs.add(("tag".equals(named.get("type")) ? TAGS : HEADS) + name);
                case null, default -> {}
            }
        });
        return refs;
    }

    /** A payload that names one ref here. */
    Object write(String ref) {
        Object value = steps.getLast().equals("new")
                ? Map.of("type", ref.startsWith(TAGS) ? "tag" : "branch", "name", ref.replaceFirst("^refs/[a-z]+/", ""))
                : ref;
        for (String step : steps.reversed()) {
            value = step.equals(EACH) ? List.of(value) : new LinkedHashMap<>(Map.of(step, value));
        }
        return value;
    }
}
