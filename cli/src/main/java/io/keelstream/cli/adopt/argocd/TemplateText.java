package io.keelstream.cli.adopt.argocd;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The templates of an ApplicationSet: <code>{{name}}</code>, and of Go's templates <code>{{.name.of.value}}</code> and <code>{{index .list
 * 1}}</code>. Everything else ends it with {@link Unknown}. Pure.
 *
 * @param go whether they are Go's
 */
record TemplateText(boolean go) {

    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}");
    private static final Pattern NAMES = Pattern.compile("(\\.[A-Za-z_][A-Za-z0-9_]*)+");
    private static final Pattern INDEX = Pattern.compile("index\\s+(\\.[A-Za-z_.0-9]+)\\s+(\\d{1,3})");
    private static final int DEPTH = 64;

    /** A template has something that is not translated. */
    static final class Unknown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message, null, false, false);
        }
    }

    /** A tree with every template in its texts and keys replaced. */
    @Nullable
    Object filled(@Nullable Object value, Map<String, @Nullable Object> parameters) {
        return filled(value, parameters, 0);
    }

    private @Nullable Object filled(@Nullable Object value, Map<String, @Nullable Object> parameters, int depth) {
        if (depth > DEPTH) {
            throw new Unknown("is nested too deeply");
        }
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, each) ->
                        copy.put(text(String.valueOf(key), parameters), filled(each, parameters, depth + 1)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(each -> copy.add(filled(each, parameters, depth + 1)));
                yield copy;
            }
            case String text -> text(text, parameters);
            case null -> null;
            default -> value;
        };
    }

    /** A text with every template replaced. */
    String text(String text, Map<String, @Nullable Object> parameters) {
        if (text.indexOf("{{") < 0) {
            return text;
        }
        Matcher expression = EXPRESSION.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (expression.find()) {
            expression.appendReplacement(filled, Matcher.quoteReplacement(value(expression.group(1), parameters)));
        }
        return expression.appendTail(filled).toString();
    }

    /** Parameters and, under {@code values}, further ones that are made of them. */
    Map<String, @Nullable Object> withValues(
            Map<String, @Nullable Object> parameters, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(parameters);
        Map<String, @Nullable Object> made = Manifest.map(filled(values, parameters));
        if (go) {
            all.put("values", made);
        } else {
            made.forEach((name, value) -> all.put("values." + name, value));
        }
        return all;
    }

    private String value(String expression, Map<String, @Nullable Object> parameters) {
        Object value = go ? goValue(expression, parameters) : parameters.get(expression);
        if (value == null || value instanceof Map || value instanceof List) {
            throw new Unknown(
                    "has a template that is not translated: only names that the generators give are. Write the applications themselves");
        }
        return String.valueOf(value);
    }

    private static @Nullable Object goValue(String expression, Map<String, @Nullable Object> parameters) {
        Matcher index = INDEX.matcher(expression);
        if (index.matches()) {
            List<@Nullable Object> list = Manifest.list(at(index.group(1), parameters));
            int position = Integer.parseInt(index.group(2));
            return position < list.size() ? list.get(position) : null;
        }
        return NAMES.matcher(expression).matches() ? at(expression, parameters) : null;
    }

    private static @Nullable Object at(String names, Map<String, @Nullable Object> parameters) {
        Object value = parameters;
        for (String name : names.substring(1).split("\\.", -1)) {
            value = Manifest.map(value).get(name);
        }
        return value;
    }
}
