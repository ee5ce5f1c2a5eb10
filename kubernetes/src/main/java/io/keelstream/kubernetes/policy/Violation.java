package io.keelstream.kubernetes.policy;

import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * That an object breaks a rule.
 *
 * @param rule the rule's name
 * @param reference the object
 * @param facts in what way, one text for each; not empty
 * @param remedy what to do
 * @param involved the objects by which it breaks the rule, itself included
 */
public record Violation(
        String rule, ObjectReference reference, List<String> facts, String remedy, Set<ObjectReference> involved) {

    /** By rule, then by object. */
    static final Comparator<Violation> ORDER =
            Comparator.comparing(Violation::rule).thenComparing(Violation::reference);

    public Violation {
        facts = List.copyOf(facts);
        involved = Set.copyOf(involved);
    }

    /** The same for some of the facts. */
    Violation withFacts(List<String> some) {
        return new Violation(rule, reference, some, remedy, involved);
    }

    /** What is wrong, for people. */
    public String fact() {
        return String.join("; ", facts);
    }
}
