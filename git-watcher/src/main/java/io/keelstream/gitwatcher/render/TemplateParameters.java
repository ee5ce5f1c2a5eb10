package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import io.keelstream.yaml.Quotable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one template with their values, and their insertion: {@code $(NAME)} and {@code ${NAME}} as text
 * anywhere in a string, {@code $((NAME))} and {@code ${{NAME}}} as the whole of a string, unquoted. Names that are not
 * declared stay as they are, because {@code $(POD_IP)} means something to Kubernetes.
 */
final class TemplateParameters {

    private static final Pattern TEXT = Pattern.compile("\\$\\(([A-Za-z0-9_]+)\\)|\\$\\{([A-Za-z0-9_]+)\\}");
    private static final Pattern WHOLE =
            Pattern.compile("\\$\\(\\(([A-Za-z0-9_]+)\\)\\)|\\$\\{\\{([A-Za-z0-9_]+)\\}\\}");
    private static final List<String> TYPES = List.of("string", "int", "bool", "base64");

    private final Map<String, String> values;
    private final Set<String> declared;

    private TemplateParameters(Map<String, String> values, Set<String> declared) {
        this.values = values;
        this.declared = declared;
    }

    /** The target's own parameters, for a template that declares none. */
    static TemplateParameters given(Target target) {
        Map<String, String> values = new LinkedHashMap<>();
        target.parameters().forEach((name, parameter) -> {
            if (parameter.value() != null) {
                values.put(name, parameter.text());
            }
        });
        return new TemplateParameters(values, values.keySet());
    }

    /** What a {@code kind: Template} declares, with the target's values instead of the defaults. */
    static TemplateParameters read(
            Map<String, @Nullable Object> template, Target target, String where, List<Problem> problems) {
        Map<String, String> values = new HashMap<>();
        Set<String> declared = new LinkedHashSet<>();
        for (Object item : Manifest.list(template.get("parameters"))) {
            Map<String, @Nullable Object> parameter = Manifest.map(item);
            if (!(parameter.get("name") instanceof String name) || name.isEmpty()) {
                problems.add(Reason.TEMPLATE.problem("a parameter has no name", where));
                continue;
            }
            declared.add(name);
            if (parameter.get("generate") != null) {
                problems.add(Reason.TEMPLATE_PARAMETER.problem(
                        "the parameter '" + Quotable.key(name) + "' has 'generate', which yields another value at every"
                                + " render. Remove it and set a value",
                        where));
                continue;
            }
            String value = value(name, parameter, target);
            if (value == null) {
                problems.add(Reason.TEMPLATE_PARAMETER.problem(
                        "the required parameter '" + Quotable.key(name)
                                + "' has no value; set it under 'parameters' of target '" + target.name() + "'",
                        where));
            } else {
                typed(name, value, parameter.get("parameterType"), where, problems)
                        .ifPresent(text -> values.put(name, text));
            }
        }
        return new TemplateParameters(values, declared);
    }

    Set<String> declared() {
        return declared;
    }

    /** A copy of the tree with every value inserted, in keys too. */
    @Nullable
    Object substitute(@Nullable Object tree) {
        return switch (tree) {
            case String text -> scalar(text);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((key, value) -> copy.put(text((String) key), substitute(value)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(item -> copy.add(substitute(item)));
                yield copy;
            }
            case null -> null;
            default -> tree;
        };
    }

    private static @Nullable String value(String name, Map<String, @Nullable Object> parameter, Target target) {
        Parameter given = target.parameters().get(name);
        if (given != null && given.value() != null) {
            return given.text();
        }
        Object standard = parameter.get("value");
        if (standard != null) {
            return String.valueOf(standard);
        }
        return Boolean.TRUE.equals(parameter.get("required")) ? null : "";
    }

    private static java.util.Optional<String> typed(
            String name, String value, @Nullable Object type, String where, List<Problem> problems) {
        String kind = type == null ? "string" : String.valueOf(type);
        boolean fits = switch (kind) {
            case "int" -> value.matches("-?\\d+");
            case "bool" -> value.matches("true|false");
            default -> TYPES.contains(kind);
        };
        if (!fits) {
            String rule = TYPES.contains(kind)
                    ? "is not of its type '" + kind + "'"
                    : "has an unknown parameterType; known: " + String.join(", ", TYPES);
            problems.add(
                    Reason.TEMPLATE_PARAMETER.problem("the parameter '" + Quotable.key(name) + "' " + rule, where));
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(
                kind.equals("base64")
                        ? Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
                        : value);
    }

    private @Nullable Object scalar(String text) {
        Matcher whole = WHOLE.matcher(text);
        String value = whole.matches() ? values.get(name(whole)) : null;
        return value == null ? text(text) : unquoted(value);
    }

    private String text(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        return TEXT.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1) == null ? found.group(2) : found.group(1));
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }

    private static String name(Matcher matcher) {
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /** What the text means as YAML; the text itself where it means nothing. */
    private static @Nullable Object unquoted(String text) {
        return switch (new YamlReader().documents(text)) {
            case YamlResult.Read<YamlDocument>(List<YamlDocument> items)
            when items.size() == 1 -> items.getFirst().value();
            case YamlResult.Read<YamlDocument> none ->
                text.isBlank() || none.items().isEmpty() ? null : text;
            case YamlResult.Malformed<YamlDocument> malformed -> text;
        };
    }
}
