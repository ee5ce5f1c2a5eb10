package io.keelstream.sandbox.schema;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks a custom resource against its schema: types, required fields, enumerations, bounds, patterns, sizes, set and map
 * lists, and the logical joins. Rules in CEL are not evaluated. For one object; used by one thread.
 */
public final class StructuralValidation {

    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";

    private final List<FieldError> errors = new ArrayList<>();

    private StructuralValidation() {}

    /** What is wrong with the value, in document order. */
    public static List<FieldError> check(@Nullable Object value, Map<String, @Nullable Object> schema) {
        StructuralValidation validation = new StructuralValidation();
        validation.visit(value, schema, "");
        return validation.errors;
    }

    private void visit(@Nullable Object value, Map<String, @Nullable Object> schema, String path) {
        if (value == null) {
            if (!Tree.flag(schema, "nullable") && schema.get("type") != null) {
                type(path, "null", Tree.text(schema, "type"));
            }
            return;
        }
        if (!hasType(value, schema)) {
            type(path, shown(value), Tree.flag(schema, INT_OR_STRING) ? "integer,string" : Tree.text(schema, "type"));
            return;
        }
        joins(value, schema, path);
        List<@Nullable Object> choices = Tree.list(schema, "enum");
        if (!choices.isEmpty() && !choices.contains(value)) {
            errors.add(FieldError.unsupported(
                    path, value, choices.stream().map(String::valueOf).toList()));
        }
        switch (value) {
            case Map<?, ?> map -> map(Manifest.map(map), schema, path);
            case List<?> list -> list(Manifest.list(list), schema, path);
            case String text -> text(text, schema, path);
            case Number number -> number(number, schema, path);
            default -> {}
        }
    }

    private void map(Map<String, @Nullable Object> map, Map<String, @Nullable Object> schema, String path) {
        for (Object name : Tree.list(schema, "required")) {
            if (!map.containsKey(String.valueOf(name))) {
                errors.add(FieldError.required(path.isEmpty() ? String.valueOf(name) : path + "." + name, ""));
            }
        }
        Map<String, @Nullable Object> properties = Tree.map(schema, "properties");
        map.forEach((key, child) -> {
            boolean identity =
                    path.isEmpty() && (key.equals("metadata") || key.equals("apiVersion") || key.equals("kind"));
            if (identity) {
                return;
            }
            if (properties.containsKey(key)) {
                visit(child, Tree.map(properties, key), path.isEmpty() ? key : path + "." + key);
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
                visit(child, Manifest.map(values), path.isEmpty() ? key : path + "." + key);
            }
        });
        if (map.size() < Tree.number(0, schema, "minProperties")) {
            String least = path + " in body should have at least " + schema.get("minProperties") + " properties";
            errors.add(FieldError.invalid(path, (long) map.size(), least));
        }
        if (map.size() > Tree.number(Long.MAX_VALUE, schema, "maxProperties")) {
            tooMany(path, map.size(), schema.get("maxProperties"));
        }
    }

    private void list(List<@Nullable Object> list, Map<String, @Nullable Object> schema, String path) {
        if (list.size() < Tree.number(0, schema, "minItems")) {
            String least = path + " in body should have at least " + schema.get("minItems") + " items";
            errors.add(FieldError.invalid(path, (long) list.size(), least));
        }
        if (list.size() > Tree.number(Long.MAX_VALUE, schema, "maxItems")) {
            tooMany(path, list.size(), schema.get("maxItems"));
        }
        List<@Nullable Object> keys = Tree.list(schema, "x-kubernetes-list-map-keys");
        boolean unique = Tree.text(schema, "x-kubernetes-list-type").equals("set") || !keys.isEmpty();
        Set<@Nullable Object> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            String place = path + "[" + i + "]";
            Object id = keys.isEmpty()
                    ? item
                    : keys.stream()
                            .map(key -> String.valueOf(Manifest.map(item).get(String.valueOf(key))))
                            .toList();
            if (unique && !seen.add(id)) {
                errors.add(FieldError.duplicate(place, item));
            }
            visit(item, Tree.map(schema, "items"), place);
        }
    }

    private void text(String text, Map<String, @Nullable Object> schema, String path) {
        long length = text.codePointCount(0, text.length());
        if (length < Tree.number(0, schema, "minLength")) {
            String least = path + " in body should be at least " + schema.get("minLength") + " chars long";
            errors.add(FieldError.invalid(path, text, least));
        }
        long most = Tree.number(Long.MAX_VALUE, schema, "maxLength");
        if (length > most) {
            errors.add(FieldError.tooLong(path, (int) most));
        }
        String format = Tree.text(schema, "format");
        if (!TextFormats.accepts(format, text)) {
            errors.add(FieldError.type(path, text, path + " in body must be of type " + format + ": \"" + text + "\""));
        }
        String pattern = Tree.text(schema, "pattern");
        if (!pattern.isEmpty() && !matches(pattern, text)) {
            errors.add(FieldError.invalid(path, text, path + " in body should match '" + pattern + "'"));
        }
    }

    private static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            // Written for another engine: what this one cannot read it does not judge.
            return true;
        }
    }

    private void number(Number number, Map<String, @Nullable Object> schema, String path) {
        if (schema.get("minimum") instanceof Number least) {
            boolean strict = Tree.flag(schema, "exclusiveMinimum");
            int order = Double.compare(number.doubleValue(), least.doubleValue());
            if (order < 0 || (strict && order == 0)) {
                String words = strict ? "greater than " : "greater than or equal to ";
                errors.add(FieldError.invalid(path, number, path + " in body should be " + words + least));
            }
        }
        if (schema.get("maximum") instanceof Number most) {
            boolean strict = Tree.flag(schema, "exclusiveMaximum");
            int order = Double.compare(number.doubleValue(), most.doubleValue());
            if (order > 0 || (strict && order == 0)) {
                String words = strict ? "less than " : "less than or equal to ";
                errors.add(FieldError.invalid(path, number, path + " in body should be " + words + most));
            }
        }
        if (schema.get("multipleOf") instanceof Number step && number.doubleValue() % step.doubleValue() != 0) {
            errors.add(FieldError.invalid(path, number, path + " in body should be a multiple of " + step));
        }
    }

    private void joins(Object value, Map<String, @Nullable Object> schema, String path) {
        for (Map<String, @Nullable Object> part : Tree.maps(schema, "allOf")) {
            visit(value, part, path);
        }
        List<Map<String, @Nullable Object>> any = Tree.maps(schema, "anyOf");
        if (!any.isEmpty() && any.stream().noneMatch(part -> fits(value, part))) {
            join(path, "must validate at least one schema (anyOf)");
            addBest(value, any, path);
        }
        List<Map<String, @Nullable Object>> one = Tree.maps(schema, "oneOf");
        long fitting = one.stream().filter(part -> fits(value, part)).count();
        if (!one.isEmpty() && fitting != 1) {
            String found = fitting == 0 ? "Found none valid" : "Found " + fitting + " valid alternatives";
            join(path, "must validate one and only one schema (oneOf). " + found);
            if (fitting == 0) {
                addBest(value, one, path);
            }
        }
        if (schema.get("not") instanceof Map<?, ?> not && fits(value, Manifest.map(not))) {
            join(path, "must not validate the schema (not)");
        }
    }

    private void join(String path, String rule) {
        errors.add(FieldError.invalid("<nil>", "", "\"" + path + "\" " + rule));
    }

    /** What is wrong by the alternative that is broken least. */
    private void addBest(Object value, List<Map<String, @Nullable Object>> alternatives, String path) {
        List<FieldError> best = List.of();
        for (Map<String, @Nullable Object> alternative : alternatives) {
            StructuralValidation tried = new StructuralValidation();
            tried.visit(value, alternative, path);
            if (best.isEmpty() || tried.errors.size() < best.size()) {
                best = tried.errors;
            }
        }
        errors.addAll(best);
    }

    private static boolean fits(Object value, Map<String, @Nullable Object> schema) {
        return check(value, schema).isEmpty();
    }

    private static boolean hasType(Object value, Map<String, @Nullable Object> schema) {
        if (Tree.flag(schema, INT_OR_STRING)) {
            return value instanceof Long || value instanceof String;
        }
        return switch (Tree.text(schema, "type")) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long || (value instanceof Double d && d == Math.rint(d));
            case "number" -> value instanceof Number;
            default -> true;
        };
    }

    private void type(String path, String given, String wanted) {
        errors.add(FieldError.type(path, given, path + " in body must be of type " + wanted + ": \"" + given + "\""));
    }

    private void tooMany(String path, int size, @Nullable Object most) {
        errors.add(new FieldError(
                "FieldValueTooMany", path, "Too many: " + size + ": must have at most " + most + " items"));
    }

    /** What messages show of a value that is not a plain one: its type. */
    private static String shown(Object value) {
        return switch (value) {
            case String ignored -> "string";
            case Boolean ignored -> "boolean";
            case Long ignored -> "integer";
            case Number ignored -> "number";
            case List<?> ignored -> "array";
            default -> "object";
        };
    }
}
