package io.keelstream.drift.assessment;

import io.keelstream.kubernetes.object.Manifest;

/** What the API server has under an object's name. */
public sealed interface Live {

    /** Nothing. */
    record Absent() implements Live {}

    /**
     * An object.
     *
     * @param object the object
     * @param whole whether it has its body; otherwise it is metadata alone
     */
    record Present(Manifest object, boolean whole) implements Live {}
}
