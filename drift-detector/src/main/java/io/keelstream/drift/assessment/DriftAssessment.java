package io.keelstream.drift.assessment;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.targets.TargetPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether and how one object has drifted. */
public sealed interface DriftAssessment {

    /** It is what the applier left. */
    record Clean() implements DriftAssessment {}

    /** Rules in Git exclude it. */
    record Excluded() implements DriftAssessment {}

    /** It is on hold; it is assessed again when the hold ends. */
    record Held(Instant until) implements DriftAssessment {}

    /** It cannot be assessed now, e.g. because it is being deleted: what was reported before is kept. */
    record Unsettled() implements DriftAssessment {}

    /**
     * It has drifted.
     *
     * @param kind in which way
     * @param fields which fields; empty for a missing object
     * @param owner of a foreign owner its mark or controller; null otherwise
     * @param policy whether it is corrected
     * @param fingerprint digest of object, kind, paths and owners
     */
    record Drifted(
            DriftKind kind,
            List<DriftedField> fields,
            @Nullable String owner,
            TargetPolicy.Drift policy,
            String fingerprint)
            implements DriftAssessment {

        public Drifted {
            fields = List.copyOf(fields);
        }

        /** Whether other managers than our own applier certainly did all of it. */
        public boolean foreign() {
            return !fields.isEmpty() && fields.stream().allMatch(FieldDrift::byAnotherManager);
        }
    }
}
