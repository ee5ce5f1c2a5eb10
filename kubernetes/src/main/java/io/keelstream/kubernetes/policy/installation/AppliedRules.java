package io.keelstream.kubernetes.policy.installation;

import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.policy.Rule;
import io.keelstream.kubernetes.policy.RuleBook;
import java.util.List;
import java.util.Map;

/**
 * What holds for one application.
 *
 * @param levels what follows where a rule is broken, by the rules' names
 * @param cost when a change costs too much
 * @param kept locked rules of which the application asked for less, with what stays
 * @param unknown names of which the installation has no rule, with the level that the application asked for
 */
public record AppliedRules(
        Map<String, RuleLevel> levels, CostLimit cost, Map<String, String> kept, Map<String, RuleLevel> unknown) {

    /** The level of a rule that the installation has. */
    public RuleLevel of(String rule) {
        return levels.getOrDefault(rule, RuleLevel.WARN);
    }

    /** The rules that are asked: all that are not off. */
    public RuleBook asked(List<Rule> rules) {
        return new RuleBook(
                rules.stream().filter(rule -> of(rule.name()) != RuleLevel.OFF).toList());
    }
}
