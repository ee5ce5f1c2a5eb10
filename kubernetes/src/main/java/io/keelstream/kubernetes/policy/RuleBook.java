package io.keelstream.kubernetes.policy;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Asks rules about the objects of a target. Immutable; pure as far as its rules are. */
public final class RuleBook {

    private final List<Rule> rules;

    /** @param rules the rules to ask, each with another name */
    public RuleBook(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Whether a rule asks for what was applied before. */
    public boolean compares() {
        return rules.stream().anyMatch(Rule::compares);
    }

    /**
     * Everything that breaks a rule, by rule and object.
     *
     * @param applied what was applied last; nothing where that is not known
     */
    public List<Violation> all(TargetObjects target, TargetObjects applied) {
        return broken(target, applied, reference -> true);
    }

    /**
     * What a change breaks: an object counts where it changes itself, or something by which it breaks a rule does.
     *
     * @param target what is to be
     * @param applied what was applied last; nothing where that is not known
     * @param changed what changes
     */
    public List<Violation> broken(TargetObjects target, TargetObjects applied, Set<ObjectReference> changed) {
        return broken(target, applied, changed::contains).stream()
                .filter(each -> each.involved().stream().anyMatch(changed::contains))
                .toList();
    }

    /** Of what a change breaks, what was not broken in the same way before. */
    public List<Violation> added(TargetObjects target, TargetObjects applied, Set<ObjectReference> changed) {
        List<Violation> broken = broken(target, applied, changed);
        if (broken.isEmpty()) {
            return broken;
        }
        Set<ObjectReference> subjects = new HashSet<>();
        broken.forEach(each -> subjects.addAll(each.involved()));
        Map<String, Set<String>> before = new HashMap<>();
        broken(applied, TargetObjects.NONE, subjects::contains)
                .forEach(each -> before.computeIfAbsent(key(each), none -> new HashSet<>())
                        .addAll(each.facts()));
        List<Violation> added = new ArrayList<>();
        for (Violation each : broken) {
            Set<String> known = before.getOrDefault(key(each), Set.of());
            List<String> facts =
                    each.facts().stream().filter(fact -> !known.contains(fact)).toList();
            if (!facts.isEmpty()) {
                added.add(each.withFacts(facts));
            }
        }
        return added;
    }

    private static String key(Violation violation) {
        return violation.rule() + " " + violation.reference();
    }

    private List<Violation> broken(TargetObjects target, TargetObjects applied, Predicate<ObjectReference> wanted) {
        List<Violation> found = new ArrayList<>();
        for (Map.Entry<ObjectReference, Manifest> each : target.all().entrySet()) {
            ObjectReference reference = each.getKey();
            boolean itself = wanted.test(reference);
            Asked asked = new Asked(reference, each.getValue(), applied.all().get(reference), target);
            for (Rule rule : rules) {
                if (itself || rule.relates()) {
                    found.addAll(rule.of(asked));
                }
            }
        }
        found.sort(Violation.ORDER);
        return found;
    }
}
