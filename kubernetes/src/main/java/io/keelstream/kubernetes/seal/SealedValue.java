package io.keelstream.kubernetes.seal;

/** The text that replaces a value: a prefix that names the format, then the age file in base64. Stateless. */
final class SealedValue {

    /** No base64 and no text that a person writes by accident starts like this. */
    static final String PREFIX = "keelstream-sealed:age:";

    private SealedValue() {}

    static boolean is(Object value) {
        return value instanceof String text && text.startsWith(PREFIX);
    }
}
