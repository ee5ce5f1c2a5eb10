package io.keelstream.kubernetes.policy;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.object.PodTemplate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object that rules are asked about.
 *
 * @param reference the object
 * @param body what Git says
 * @param predecessor what Git said when it was applied last; null where it is new, or that is not known
 * @param target all objects of its target
 */
public record Asked(
        ObjectReference reference, Manifest body, @Nullable Manifest predecessor, TargetObjects target) {

    /** Its kind. */
    public GroupKind kind() {
        return reference.groupKind();
    }

    /** The pods that it makes; null where it makes none. */
    public @Nullable PodTemplate pods() {
        return PodTemplate.of(kind(), body);
    }

    /** That it breaks a rule, by itself. */
    public List<Violation> breaking(Rule rule, List<String> facts, String remedy) {
        return facts.isEmpty()
                ? List.of()
                : List.of(new Violation(rule.name(), reference, facts, remedy, Set.of(reference)));
    }
}
