package io.keelstream.planner.plan;

import io.keelstream.contracts.plan.FieldDiff;
import java.util.List;
import java.util.Objects;

/**
 * What an apply would do to one object.
 *
 * @param diff field by field, masked; empty for a creation, whose body says it all
 * @param conflicts fields that others own and that would be taken, as {@code path: manager}
 * @param predicted computed here, because the server could not be asked
 */
public record Effect(List<FieldDiff> diff, List<String> conflicts, boolean predicted) {

    public Effect {
        diff = List.copyOf(diff);
        conflicts = List.copyOf(conflicts);
    }

    /** Whether it changes an object that is live; a line may also say what stays, or what is not compared. */
    boolean changes() {
        return diff.stream().anyMatch(each -> each.note() == null || !Objects.equals(each.before(), each.after()));
    }

    /** A creation that the server accepted. */
    public static final Effect CREATED = new Effect(List.of(), List.of(), false);

    /** A creation that the server could not be asked about. */
    public static final Effect CREATION_PREDICTED = new Effect(List.of(), List.of(), true);
}
