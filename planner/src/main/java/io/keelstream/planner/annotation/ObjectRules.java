package io.keelstream.planner.annotation;

import io.keelstream.contracts.revision.Problem;
import java.util.List;

/**
 * What one object's annotations ask for. Values that no rule knows change nothing and become warnings.
 *
 * @param wave the wave it is applied in
 * @param mode whether it is applied at all
 * @param keep it is never deleted: prune is disabled by one of the known annotations
 * @param replaceOnImmutable it may be deleted and created again when an immutable field changes
 * @param skipDryRunOnMissing a kind that the cluster does not serve yet is no problem
 * @param dependsOn objects that must be applied before, as written
 * @param warnings values that were not understood
 */
public record ObjectRules(
        int wave,
        Mode mode,
        boolean keep,
        boolean replaceOnImmutable,
        boolean skipDryRunOnMissing,
        List<String> dependsOn,
        List<Problem> warnings) {

    public ObjectRules {
        dependsOn = List.copyOf(dependsOn);
        warnings = List.copyOf(warnings);
    }

    /** Whether an object is applied. */
    public enum Mode {
        APPLY,
        /** Created when absent, never changed. */
        IF_NOT_PRESENT,
        /** Neither applied nor deleted. */
        IGNORE
    }
}
