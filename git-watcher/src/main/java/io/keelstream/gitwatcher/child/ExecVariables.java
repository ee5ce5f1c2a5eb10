package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.kubernetes.json.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an own renderer is told of the target, as variables of its environment, and their insertion into its arguments. Pure.
 *
 * @param values by name
 */
record ExecVariables(Map<String, String> values) {

    /** What the names begin with that no installation can set. */
    static final String PREFIX = "KEELSTREAM_";

    /** The kernel takes no longer variable; bytes, with some room. */
    static final int MOST_BYTES = 120_000;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    /**
     * Those of a render.
     *
     * @param tree the folder that holds the repository's files at their paths
     * @param given the variables that the installation sets
     */
    static ExecVariables of(RenderRequest request, Path tree, Map<String, String> given) {
        Target target = request.target();
        Map<String, String> values = new LinkedHashMap<>();
        values.put(PREFIX + "APPLICATION", request.application());
        values.put(PREFIX + "TARGET", target.name());
        values.put(PREFIX + "NAMESPACE", target.namespace());
        values.put(PREFIX + "CLUSTER", target.cluster());
        values.put(PREFIX + "KUBE_VERSION", request.cluster().kubeVersion());
        values.put(PREFIX + "PARAMETERS", parameters(target));
        values.put(PREFIX + "REPOSITORY", tree.toString());
        ExecVariables own = new ExecVariables(Map.copyOf(values));
        given.forEach((name, value) -> values.put(name, own.inserted(value)));
        return new ExecVariables(values);
    }

    /** The parameters of a target as JSON: names as they are written, {@code 1.10} as a text, since a number would lose its digits. */
    static String parameters(Target target) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        target.parameters().forEach((name, each) -> parameters.put(name, exact(each.value())));
        return Json.writeText(parameters);
    }

    /** The text with each {@code $(NAME)} of a known name replaced; others stay. */
    String inserted(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    private static @Nullable Object exact(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, each) -> copy.put((String) name, exact(each)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(each -> copy.add(exact(each)));
                yield copy;
            }
            case BigDecimal number when number.stripTrailingZeros().scale() != number.scale() -> number.toPlainString();
            case null, default -> value;
        };
    }
}
