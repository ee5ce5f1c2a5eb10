package io.keelstream.sandbox.status;

import io.keelstream.kubernetes.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one field of an object, as it appears among the causes of a 422.
 *
 * @param reason e.g. {@code FieldValueInvalid}
 * @param field path, e.g. {@code spec.template.spec.containers[0].image}
 * @param message without the path, e.g. {@code Required value: must be set}
 */
public record FieldError(String reason, String field, String message) {

    public static FieldError required(String field, String detail) {
        return new FieldError("FieldValueRequired", field, "Required value" + (detail.isEmpty() ? "" : ": " + detail));
    }

    public static FieldError invalid(String field, @Nullable Object value, String detail) {
        return new FieldError("FieldValueInvalid", field, "Invalid value: " + shown(value) + ": " + detail);
    }

    /** The supported values are named in the order given. */
    public static FieldError unsupported(String field, @Nullable Object value, List<String> supported) {
        String choices = String.join(
                ", ", supported.stream().map(choice -> "\"" + choice + "\"").toList());
        return new FieldError(
                "FieldValueNotSupported",
                field,
                "Unsupported value: " + shown(value) + ": supported values: " + choices);
    }

    public static FieldError duplicate(String field, @Nullable Object value) {
        return new FieldError("FieldValueDuplicate", field, "Duplicate value: " + shown(value));
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError("FieldValueForbidden", field, "Forbidden: " + detail);
    }

    public static FieldError tooLong(String field, int most) {
        return new FieldError("FieldValueTooLong", field, "Too long: may not be more than " + most + " bytes");
    }

    public static FieldError notFound(String field, @Nullable Object value) {
        return new FieldError("FieldValueNotFound", field, "Not found: " + shown(value));
    }

    public static FieldError type(String field, @Nullable Object value, String detail) {
        return new FieldError("FieldValueTypeInvalid", field, "Invalid value: " + shown(value) + ": " + detail);
    }

    private static String shown(@Nullable Object value) {
        return value instanceof Map || value instanceof List || value instanceof String
                ? Json.writeText(value)
                : String.valueOf(value);
    }
}
