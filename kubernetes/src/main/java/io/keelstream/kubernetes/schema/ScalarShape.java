package io.keelstream.kubernetes.schema;

import org.jspecify.annotations.Nullable;

/** The scalar types that the merge engine distinguishes. */
public enum ScalarShape implements Shape {
    NUMBER("numeric (int or float)"),
    STRING("string"),
    BOOLEAN("boolean"),
    /** Any scalar: int-or-string, quantities, times, and values without a schema. */
    ANY("any scalar");

    private final String display;

    ScalarShape(String display) {
        this.display = display;
    }

    /** The name in error messages. */
    public String display() {
        return display;
    }

    /** Whether the value is of this type; null always is. */
    public boolean accepts(@Nullable Object value) {
        return value == null
                || switch (this) {
                    case NUMBER -> value instanceof Number;
                    case STRING -> value instanceof String;
                    case BOOLEAN -> value instanceof Boolean;
                    case ANY -> value instanceof Number || value instanceof String || value instanceof Boolean;
                };
    }
}
