package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.render.RenderBudget.SpentException;
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
import java.util.Optional;
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
    private final RenderBudget budget;

    /** What texts mean as YAML, where that is a single value; maps and lists are read, and counted, each time. */
    private final Map<String, Optional<Object>> scalars = new HashMap<>();

    private TemplateParameters(Map<String, String> values, Set<String> declared, RenderBudget budget) {
        this.values = values;
        this.declared = declared;
        this.budget = budget;
    }

    /** The target's own parameters, for a template that declares none. */
    static TemplateParameters given(Target target, RenderBudget budget) {
        Map<String, String> values = new LinkedHashMap<>();
        target.parameters().forEach((name, parameter) -> {
            if (parameter.value() != null) {
                values.put(name, parameter.text());
            }
        });
        return new TemplateParameters(values, values.keySet(), budget);
    }

    /** What a {@code kind: Template} declares, with the target's values instead of the defaults. */
    static TemplateParameters read(
            Map<String, @Nullable Object> template,
            Target target,
            String where,
            RenderBudget budget,
            List<Problem> problems) {
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
        return new TemplateParameters(values, declared, budget);
    }

    Set<String> declared() {
        return declared;
    }

    /** A copy of the tree with every value inserted, in keys too. */
    @Nullable
    Object substitute(@Nullable Object tree) {
        return substitute(tree, 0);
    }

    private @Nullable Object substitute(@Nullable Object tree, int depth) {
        budget.copy();
        return switch (tree) {
            case String text -> scalar(text, depth);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((key, value) -> copy.put(text((String) key), substitute(value, depth + 1)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(item -> copy.add(substitute(item, depth + 1)));
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

    private static Optional<String> typed(
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
            return Optional.empty();
        }
        return Optional.of(
                kind.equals("base64")
                        ? Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
                        : value);
    }

    private @Nullable Object scalar(String text, int depth) {
        Matcher whole = WHOLE.matcher(text);
        String value = whole.matches() ? values.get(name(whole)) : null;
        return value == null ? text(text) : unquoted(value, depth);
    }

    private String text(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        return TEXT.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1) == null ? found.group(2) : found.group(1));
            budget.insert(value == null ? 0 : value.length());
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }

    private static String name(Matcher matcher) {
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /** What the text means as YAML; the text itself where it means nothing. */
    private @Nullable Object unquoted(String text, int depth) {
        budget.insert(text.length());
        Optional<Object> known = scalars.get(text);
        if (known != null) {
            return known.orElse(null);
        }
        Object value = read(text);
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            RenderBudget.depth(depth + depth(value));
        } else {
            scalars.put(text, Optional.ofNullable(value));
        }
        return value;
    }

    private @Nullable Object read(String text) {
        return switch (new YamlReader(Limits.ofFile()).documents(text, budget.inserted())) {
            case YamlResult.Read<YamlDocument>(List<YamlDocument> items)
            when items.size() == 1 -> items.getFirst().value();
            case YamlResult.Read<YamlDocument> none ->
                text.isBlank() || none.items().isEmpty() ? null : text;
            case YamlResult.Malformed<YamlDocument> malformed -> {
                if (budget.inserted().isSpent()) {
                    throw new SpentException(malformed.message(), false);
                }
                yield text;
            }
        };
    }

    private static int depth(@Nullable Object tree) {
        return switch (tree) {
            case Map<?, ?> map ->
                1
                        + map.values().stream()
                                .mapToInt(TemplateParameters::depth)
                                .max()
                                .orElse(0);
            case List<?> list ->
                1 + list.stream().mapToInt(TemplateParameters::depth).max().orElse(0);
            case null, default -> 0;
        };
    }
}
