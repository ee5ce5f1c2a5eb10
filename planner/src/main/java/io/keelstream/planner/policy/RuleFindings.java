package io.keelstream.planner.policy;

import io.keelstream.contracts.plan.Assessment;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.planner.gate.Objection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules have against a change.
 *
 * @param warnings what is only reported
 * @param objections what waits for approval, or is not applied
 * @param consented one text for everything that an approval lifts: it is part of what is approved
 * @param assessment what the rules were asked about; null where they were not
 */
public record RuleFindings(
        List<Problem> warnings,
        List<Objection> objections,
        List<String> consented,
        @Nullable Assessment assessment) {

    /** Rules were not asked. */
    public static final RuleFindings NONE = new RuleFindings(List.of(), List.of(), List.of(), null);

    /** The same of this. */
    public RuleFindings assessing(Assessment other) {
        return new RuleFindings(warnings, objections, consented, other);
    }

    public RuleFindings {
        warnings = List.copyOf(warnings);
        objections = List.copyOf(objections);
        consented = List.copyOf(consented);
    }
}
