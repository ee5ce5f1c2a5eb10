package io.keelstream.contracts.drift;

import java.time.Instant;
import java.util.List;

/**
 * Objects of a target have not drifted any more.
 *
 * @param drift the target
 * @param objects the objects, at most 200
 * @param count how many there are in all
 * @param truncated whether the list was cut
 */
public record DriftResolved(DriftSubject drift, List<ResolvedObject> objects, int count, boolean truncated) {

    public DriftResolved {
        objects = List.copyOf(objects);
    }

    /**
     * The end of one object's drift.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param cause how it ended
     * @param fingerprint of the drift that ended
     * @param detectedAt when that drift was found first
     */
    public record ResolvedObject(String reference, Cause cause, String fingerprint, Instant detectedAt) {}

    /** How drift ends. */
    public enum Cause {
        /** It was applied again. */
        CORRECTED,
        /** Somebody put it back. */
        REVERTED,
        /** A newer commit was applied to it. */
        ACCEPTED,
        /** A person holds it still, so it is not judged. */
        HELD,
        /** Rules in Git exclude it now. */
        EXCLUDED,
        /** It is no longer managed. */
        REMOVED,
        UNKNOWN
    }
}
