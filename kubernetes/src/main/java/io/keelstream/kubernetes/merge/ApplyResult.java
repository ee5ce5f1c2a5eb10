package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.stream.Collectors;

/** What came of a server-side apply. */
public sealed interface ApplyResult {

    /**
     * Merged.
     *
     * @param object the whole object with its new managedFields, before the kind's defaults and validation; shares
     *     subtrees with its inputs
     * @param changed whether anything but times differs from the live object
     */
    record Applied(Manifest object, boolean changed) implements ApplyResult {}

    /** Refused: other managers own fields that would change. In the API server's order. */
    record Conflicts(List<FieldConflict> conflicts) implements ApplyResult {

        public Conflicts {
            conflicts = List.copyOf(conflicts);
        }

        /** The message of the API server's Status. */
        public String message() {
            if (conflicts.size() == 1) {
                FieldConflict only = conflicts.getFirst();
                return "Apply failed with 1 conflict: " + only.message() + ": " + only.path();
            }
            StringBuilder text = new StringBuilder("Apply failed with " + conflicts.size() + " conflicts: ");
            String heading = "";
            for (FieldConflict conflict : conflicts) {
                String next = "conflicts with " + conflict.manager().display() + ":";
                if (!next.equals(heading)) {
                    text.append(heading.isEmpty() ? "" : "\n").append(next);
                    heading = next;
                }
                text.append("\n- ").append(conflict.path());
            }
            return text.toString();
        }
    }

    /**
     * Refused: the configuration does not fit the kind's type.
     *
     * @param violations what is wrong, at least one
     */
    record Invalid(List<Violation> violations) implements ApplyResult {

        public Invalid {
            violations = List.copyOf(violations);
        }

        /** The violations as the API server prints them behind "failed to create typed patch object (...): ". */
        public String message() {
            return violations.size() == 1
                    ? violations.getFirst().toString()
                    : violations.stream().map(v -> "\n  " + v).collect(Collectors.joining("", "errors:", ""));
        }
    }
}
