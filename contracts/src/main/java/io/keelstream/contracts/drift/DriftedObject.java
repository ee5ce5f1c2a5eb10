package io.keelstream.contracts.drift;

import io.keelstream.contracts.targets.TargetPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object that has drifted.
 *
 * @param reference {@code Kind.group/namespace/name}
 * @param kind in which way
 * @param fields the drifted fields, at most 50; empty for a missing object
 * @param fieldCount how many fields drifted in all
 * @param owner of a FOREIGN_OWNER the mark or controller found on it; null otherwise
 * @param policy what happens to it: CORRECT or REPORT
 * @param fingerprint digest of object, kind, paths and owners: the same drift has the same one
 * @param digest digest of what was applied; null when that is uncertain
 * @param detectedAt when it was found first
 * @param reportedAt when it was reported last
 * @param contested somebody changes it again after each correction, so corrections are backed off
 * @param notBefore it is not corrected earlier; null unless contested
 */
public record DriftedObject(
        String reference,
        DriftKind kind,
        List<DriftedField> fields,
        int fieldCount,
        @Nullable String owner,
        TargetPolicy.Drift policy,
        String fingerprint,
        @Nullable String digest,
        Instant detectedAt,
        Instant reportedAt,
        boolean contested,
        @Nullable Instant notBefore) {

    public DriftedObject {
        fields = List.copyOf(fields);
    }
}
