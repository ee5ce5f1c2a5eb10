package io.keelstream.kubernetes.policy.installation;

import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.policy.Rule;
import io.keelstream.kubernetes.policy.rule.BuiltInRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an installation. Every name is that of one rule. Immutable.
 *
 * @param rules all rules, the built-in ones first
 * @param levels what follows where a rule is broken, by its name
 * @param locked the rules of which an application may only ask for a stricter level
 * @param scope which violations count
 * @param cost when a change costs too much, which is a rule as well
 */
public record InstallationRules(
        List<Rule> rules, Map<String, RuleLevel> levels, Set<String> locked, Scope scope, CostLimit cost) {

    /** Stands for all rules in {@code locked}. */
    private static final String EVERY = "*";

    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    /** The built-in rules, which only warn. */
    public static final InstallationRules DEFAULT = of(Map.of(), List.of(), Scope.NEW, List.of(), CostLimit.DEFAULT);

    public InstallationRules {
        rules = List.copyOf(rules);
        levels = Map.copyOf(levels);
        locked = Set.copyOf(locked);
    }

    /**
     * What an installation says.
     *
     * @param levels of built-in rules; {@code warn} where it says nothing
     * @param locked names of rules, or {@code *} for all
     * @param scope which violations count
     * @param own its own rules
     * @param cost when a change costs too much
     * @throws IllegalArgumentException naming what is wrong, where, and what is allowed
     */
    public static InstallationRules of(
            Map<String, RuleLevel> levels, Collection<String> locked, Scope scope, List<OwnRule> own, CostLimit cost) {
        Map<String, RuleLevel> all = new LinkedHashMap<>();
        BuiltInRules.ALL.forEach(rule -> all.put(rule.name(), RuleLevel.WARN));
        all.put(CostLimit.RULE, RuleLevel.WARN);
        known("levels", levels.keySet(), all.keySet());
        all.putAll(levels);
        List<Rule> rules = new ArrayList<>(BuiltInRules.ALL);
        for (OwnRule each : own) {
            String name = each.rule().name();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "rules[].name is '" + name
                                + "'; it must have lower-case letters, digits and hyphens, at most 63, and begin with a letter");
            }
            if (all.putIfAbsent(name, each.level()) != null) {
                throw new IllegalArgumentException("rules[].name is '" + name + "', and another rule has that name");
            }
            rules.add(each.rule());
        }
        Set<String> closed = new TreeSet<>(locked);
        if (closed.remove(EVERY)) {
            closed.addAll(all.keySet());
        }
        known("locked", closed, all.keySet());
        return new InstallationRules(rules, all, closed, scope, cost);
    }

    private static void known(String property, Set<String> names, Set<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(property + " names '" + name + "', which is no rule; the rules are "
                        + String.join(", ", known));
            }
        }
    }

    /**
     * What holds for one application. Of a locked rule it may only ask for more.
     *
     * @param gating what the application says of rules
     */
    public AppliedRules with(Gating gating) {
        Map<String, RuleLevel> result = new HashMap<>(levels);
        Map<String, String> kept = new TreeMap<>();
        Map<String, RuleLevel> unknown = new TreeMap<>();
        gating.rules().forEach((name, level) -> {
            RuleLevel installed = levels.get(name);
            if (installed == null) {
                unknown.put(name, level);
            } else if (locked.contains(name) && level.weakerThan(installed)) {
                kept.put(name, word(installed));
            } else {
                result.put(name, level);
            }
        });
        Integer limit = gating.maxCostIncreasePercent();
        boolean looser = limit != null && limit > cost.maxIncreasePercent() && locked.contains(CostLimit.RULE);
        if (looser) {
            kept.putIfAbsent(CostLimit.RULE, "a limit of " + cost.maxIncreasePercent() + " %");
        }
        return new AppliedRules(result, cost.with(looser ? null : limit), kept, unknown);
    }

    private static String word(RuleLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** Of everything that decides: another one where anything of it is another. */
    public String digest() {
        Map<String, @Nullable Object> all = new TreeMap<>();
        levels.forEach((name, level) -> all.put("level " + name, level.name()));
        rules.forEach(rule -> all.put("rule " + rule.name(), rule.text()));
        all.put("locked", List.copyOf(new TreeSet<>(locked)));
        all.put("scope", scope.name());
        all.put("cost", cost.toString());
        return ObjectDigest.of(all);
    }
}
