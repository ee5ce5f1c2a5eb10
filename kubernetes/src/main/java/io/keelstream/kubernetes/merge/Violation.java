package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldPath;

/**
 * A value that does not fit its type.
 *
 * @param path where
 * @param message what is wrong, in the API server's words; never a value
 */
public record Violation(FieldPath path, String message) {

    @Override
    public String toString() {
        String place = path.toString();
        return place.isEmpty() ? message : place + ": " + message;
    }
}
