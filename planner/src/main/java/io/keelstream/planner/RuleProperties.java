package io.keelstream.planner;

import io.keelstream.contracts.plan.Assessment.Prices;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.policy.cel.CelRule;
import io.keelstream.kubernetes.policy.installation.CostLimit;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.kubernetes.policy.installation.OwnRule;
import io.keelstream.kubernetes.policy.installation.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code keelstream.policies}: what changes are asked for.
 *
 * @param levels level of each built-in rule and of {@code cost}, by its name: off, warn, approve or deny; warn for what is not named
 * @param locked names of rules of which an application may only ask for a stricter level; {@code *} for all
 * @param scope which violations count: new ones, or all of the target
 * @param rules the installation's own rules
 * @param cost when a change costs too much
 */
public record RuleProperties(
        @DefaultValue Map<String, RuleLevel> levels,
        @DefaultValue List<String> locked,
        @DefaultValue("new") Scope scope,
        @DefaultValue List<WrittenRule> rules,
        @DefaultValue Cost cost) {

    /**
     * A rule in CEL over {@code object} and {@code oldObject}.
     *
     * @param name its name, by which applications set its level
     * @param kinds what it is about: Deployment.apps, Service, *.example.com or *
     * @param expression true where the object keeps it
     * @param message what is said where it does not
     * @param messageExpression the same in CEL
     * @param level what follows: off, warn, approve or deny
     */
    record WrittenRule(
            @DefaultValue("") String name,
            @DefaultValue List<String> kinds,
            @DefaultValue("") String expression,
            @DefaultValue("") String message,
            @DefaultValue("") String messageExpression,
            @DefaultValue("warn") RuleLevel level) {

        OwnRule compiled() {
            return new OwnRule(CelRule.compile(name, kinds, expression, message, messageExpression), level);
        }
    }

    /**
     * When a change costs too much.
     *
     * @param maxIncreasePercent more CPU or memory than so much more than what is applied breaks the rule cost; percent
     * @param nodes how many nodes a DaemonSet runs on
     * @param cpuMonth price of a core for a month; both prices or none
     * @param memoryMonth price of a GiB of memory for a month
     * @param currency how amounts are written
     */
    record Cost(
            @DefaultValue("10") int maxIncreasePercent,
            @DefaultValue("1") int nodes,
            @Nullable Double cpuMonth,
            @Nullable Double memoryMonth,
            @DefaultValue("EUR") String currency) {

        CostLimit limit() {
            if ((cpuMonth == null) != (memoryMonth == null)) {
                throw new IllegalArgumentException("cost.cpu-month and cost.memory-month: set both, or neither");
            }
            Prices prices =
                    cpuMonth == null || memoryMonth == null ? null : new Prices(currency, cpuMonth, memoryMonth);
            return new CostLimit(maxIncreasePercent, nodes, prices);
        }
    }

    /**
     * Compiles them.
     *
     * @throws IllegalArgumentException naming the property or rule, what is wrong with it and what is allowed
     */
    public InstallationRules compile() {
        try {
            return InstallationRules.of(
                    levels,
                    locked,
                    scope,
                    rules.stream().map(WrittenRule::compiled).toList(),
                    cost.limit());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("keelstream.policies: " + e.getMessage(), e);
        }
    }
}
