package io.keelstream.contracts.drift;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.targets.TargetPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object that has drifted.
 *
 * @param reference {@code Kind.group/namespace/name}
 * @param kind in which way
 * @param difference how it differs
 * @param digest digest of what was applied; null when that is uncertain
 * @param policy what happens to it: CORRECT or REPORT
 * @param times when it was found and reported
 * @param contest whether somebody changes it again after each correction
 */
public record DriftedObject(
        String reference,
        DriftKind kind,
        @Inline Difference difference,
        @Nullable String digest,
        TargetPolicy.Drift policy,
        @Inline Times times,
        @Inline Contest contest) {

    /**
     * How an object differs from what was applied.
     *
     * @param fields the drifted fields, at most 50; empty for a missing object
     * @param fieldCount how many fields drifted in all
     * @param owner of a FOREIGN_OWNER the mark or controller found on it; null otherwise
     * @param fingerprint digest of object, kind, paths and owners: the same drift has the same one
     */
    public record Difference(
            List<DriftedField> fields,
            int fieldCount,
            @Nullable String owner,
            String fingerprint) {

        public Difference {
            fields = List.copyOf(fields);
        }
    }

    /**
     * When drift was found and reported.
     *
     * @param detectedAt when it was found first
     * @param reportedAt when it was reported last
     */
    public record Times(Instant detectedAt, Instant reportedAt) {}

    /**
     * Whether somebody changes an object again after each correction.
     *
     * @param contested whether; then corrections are backed off
     * @param notBefore it is not corrected earlier; null unless contested
     */
    public record Contest(boolean contested, @Nullable Instant notBefore) {

        public static final Contest NONE = new Contest(false, null);
    }

    /** The same with another contest. */
    public DriftedObject withContest(Contest other) {
        return new DriftedObject(reference, kind, difference, digest, policy, times, other);
    }

    /** The drifted fields, at most 50. */
    public List<DriftedField> fields() {
        return difference.fields();
    }

    /** How many fields drifted in all. */
    public int fieldCount() {
        return difference.fieldCount();
    }

    /** Of a FOREIGN_OWNER the mark or controller found on it; null otherwise. */
    public @Nullable String owner() {
        return difference.owner();
    }

    /** The same drift has the same one. */
    public String fingerprint() {
        return difference.fingerprint();
    }

    /** When it was found first. */
    public Instant detectedAt() {
        return times.detectedAt();
    }

    /** When it was reported last. */
    public Instant reportedAt() {
        return times.reportedAt();
    }

    /** Whether corrections are backed off. */
    public boolean contested() {
        return contest.contested();
    }

    /** It is not corrected earlier; null unless contested. */
    public @Nullable Instant notBefore() {
        return contest.notBefore();
    }
}
