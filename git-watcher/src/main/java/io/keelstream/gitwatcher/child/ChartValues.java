package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.application.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A target's parameters as a chart's values: a dot in a name leads into a section. Stateless. */
final class ChartValues {

    private ChartValues() {}

    static Map<String, @Nullable Object> of(Map<String, Parameter> parameters) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            Map<String, @Nullable Object> section = values;
            String rest = name;
            for (int dot = rest.indexOf('.'); dot > 0; dot = rest.indexOf('.')) {
                section = section(section, rest.substring(0, dot));
                rest = rest.substring(dot + 1);
            }
            section.put(rest, parameter.value());
        });
        return values;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> section(Map<String, @Nullable Object> values, String name) {
        Map<String, @Nullable Object> inside = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> present) {
            inside.putAll((Map<String, @Nullable Object>) present);
        }
        values.put(name, inside);
        return inside;
    }
}
