package io.keelstream.sandbox.schema;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object of a built-in kind as the real server's decoder does: unknown fields and nulls are dropped, values of a
 * wrong type are refused, amounts get their canonical form. For one object; used by one thread.
 */
public final class BuiltInForm {

    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    private static final String FIELDS = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1";

    private final Definitions definitions = Definitions.instance();
    private final String kind;
    private final String version;
    private final List<String> unknown = new ArrayList<>();

    public BuiltInForm(String kind, String version) {
        this.kind = kind;
        this.version = version;
    }

    /** Brings the object into form, in place; returns the unknown fields. 400 for a value of a wrong type. */
    public List<String> read(Map<String, @Nullable Object> tree, Map<String, @Nullable Object> definition) {
        if (!definition.isEmpty()) {
            fields(tree, definition, kind, "");
        }
        return unknown;
    }

    private void fields(
            Map<String, @Nullable Object> map, Map<String, @Nullable Object> definition, String type, String path) {
        Map<String, @Nullable Object> properties = Tree.map(definition, "properties");
        Map<String, @Nullable Object> values = Tree.map(definition, "additionalProperties");
        boolean open = properties.isEmpty() && values.isEmpty();
        Iterator<Map.Entry<String, @Nullable Object>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, @Nullable Object> entry = entries.next();
            String key = entry.getKey();
            String place = path.isEmpty() ? key : path + "." + key;
            Map<String, @Nullable Object> field = properties.containsKey(key) ? Tree.map(properties, key) : values;
            if (open) {
                continue;
            }
            if (field.isEmpty()) {
                unknown.add("unknown field \"" + place + "\"");
                entries.remove();
            } else if (entry.getValue() == null) {
                if (values.isEmpty()) {
                    entries.remove();
                }
            } else {
                entry.setValue(value(entry.getValue(), field, type, place));
            }
        }
    }

    private @Nullable Object value(Object value, Map<String, @Nullable Object> field, String type, String path) {
        String reference = Definitions.reference(field);
        if (reference.equals(QUANTITY)) {
            return quantity(value, path);
        }
        if (reference.equals(FIELDS)) {
            return value;
        }
        Map<String, @Nullable Object> definition = reference.isEmpty() ? field : definitions.named(reference);
        String name = reference.isEmpty() ? type : reference.substring(reference.lastIndexOf('.') + 1);
        switch (Tree.text(definition, "type")) {
            case "object" -> {
                if (!(value instanceof Map)) {
                    throw wrong(value, type, path, goType(definition, name));
                }
                fields(Manifest.map(value), definition, name, path);
            }
            case "array" -> {
                if (!(value instanceof List)) {
                    throw wrong(value, type, path, "[]" + goType(Tree.map(definition, "items"), name));
                }
                return items(Manifest.list(value), Tree.map(definition, "items"), type, path);
            }
            case "string" -> {
                require(value instanceof String, value, type, path, "string");
                if (value instanceof String text
                        && Tree.text(definition, "format").equals("byte")) {
                    requireBase64(text);
                }
            }
            case "boolean" -> require(value instanceof Boolean, value, type, path, "bool");
            case "integer" -> {
                String format = Tree.text(definition, "format");
                require(isInteger(value), value, type, path, format.isEmpty() ? "int64" : format);
                return value instanceof Double number ? (Long) number.longValue() : value;
            }
            case "number" -> require(value instanceof Number, value, type, path, "float64");
            default -> {}
        }
        return value;
    }

    private List<@Nullable Object> items(
            List<@Nullable Object> list, Map<String, @Nullable Object> items, String type, String path) {
        List<@Nullable Object> result = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            result.add(item == null ? null : value(item, items, type, path + "[" + i + "]"));
        }
        return result;
    }

    private Object quantity(Object value, String path) {
        String canonical = value instanceof String || value instanceof Number ? Quantity.canonical(value) : null;
        if (canonical == null) {
            throw refused("quantities must match the regular expression"
                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$' (at " + path + ")");
        }
        return canonical;
    }

    private static boolean isInteger(Object value) {
        return value instanceof Long
                || value instanceof Integer
                || (value instanceof Double number && number == Math.rint(number));
    }

    private void requireBase64(String text) {
        if (!TextFormats.accepts("byte", text)) {
            throw refused("illegal base64 data");
        }
    }

    private void require(boolean right, Object value, String type, String path, String wanted) {
        if (!right) {
            throw wrong(value, type, path, wanted);
        }
    }

    private RuntimeException wrong(Object value, String type, String path, String wanted) {
        String given = switch (value) {
            case String ignored -> "string";
            case Boolean ignored -> "bool";
            case Map<?, ?> ignored -> "object";
            case List<?> ignored -> "array";
            case Long number when wanted.startsWith("int") -> "number " + number;
            case Double number when wanted.startsWith("int") -> "number " + number;
            default -> "number";
        };
        String place = path.replaceAll("\\[\\d+\\]", "");
        return refused("json: cannot unmarshal " + given + " into Go struct field " + type + "." + place + " of type "
                + wanted);
    }

    private RuntimeException refused(String why) {
        return Status.badRequest(kind + " in version \"" + version + "\" cannot be handled as a " + kind + ": " + why);
    }

    private static String goType(Map<String, @Nullable Object> definition, String name) {
        String reference = Definitions.reference(definition);
        if (!reference.isEmpty()) {
            return "v1." + reference.substring(reference.lastIndexOf('.') + 1);
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(Tree.map(definition, "additionalProperties"));
        return values.isEmpty() ? name : "map[string]" + Tree.text(values, "type");
    }
}
