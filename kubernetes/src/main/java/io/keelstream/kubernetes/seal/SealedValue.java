package io.keelstream.kubernetes.seal;

import io.keelstream.kubernetes.object.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The text that replaces a value: a prefix that says what it is bound to, then the age file in base64. No base64, and no text that a
 * person writes by accident, starts like one.
 */
enum SealedValue {

    /** On its way to the applier; bound to name and key, since a target may add the namespace on the way. */
    IN_TRANSIT("keelstream-sealed:age:"),

    /** In a repository; bound to namespace, name and key, since whoever reads it there can copy it. */
    IN_REPOSITORY("keelstream-sealed:repository:age:");

    private final String prefix;

    SealedValue(String prefix) {
        this.prefix = prefix;
    }

    /** Which kind a value is; null for one that is not sealed. */
    static @Nullable SealedValue of(@Nullable Object value) {
        for (SealedValue each : values()) {
            if (value instanceof String text && text.startsWith(each.prefix)) {
                return each;
            }
        }
        return null;
    }

    /** The text of a sealed value. */
    String write(String base64) {
        return prefix + base64;
    }

    /** What {@link #write} was given. */
    String read(String text) {
        return text.substring(prefix.length());
    }

    /**
     * {@code Secret db: data.password}, or {@code Secret shop/db: data.password}: what the value is bound to.
     *
     * @param path {@code data.password}; {@code sops.0} for the first document that the Secret carries
     */
    String place(Manifest secret, String path) {
        String name = this == IN_REPOSITORY ? secret.namespace() + "/" + secret.name() : secret.name();
        return "Secret " + name + ": " + path;
    }
}
