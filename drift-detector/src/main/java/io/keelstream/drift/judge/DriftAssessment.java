package io.keelstream.drift.judge;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.ownership.FieldManagers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be said of one object. */
public sealed interface DriftAssessment {

    /** It is what the applier left. */
    record Clean() implements DriftAssessment {}

    /** Rules in Git say that it is not judged. */
    record Excluded() implements DriftAssessment {}

    /** A person holds it still; it is judged again at the end of the hold. */
    record Held(Instant until) implements DriftAssessment {}

    /** Nothing can be said now, e.g. it is being deleted: what was said before stands. */
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

        /** Whether somebody else than our own applier did all of it, beyond doubt. */
        public boolean foreign() {
            return !fields.isEmpty()
                    && fields.stream()
                            .allMatch(field ->
                                    field.manager() != null && !field.manager().equals(FieldManagers.KEELSTREAM));
        }
    }
}
