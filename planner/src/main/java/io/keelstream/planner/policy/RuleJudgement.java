package io.keelstream.planner.policy;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Assessment;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.demand.DemandChange;
import io.keelstream.kubernetes.policy.RuleBook;
import io.keelstream.kubernetes.policy.TargetObjects;
import io.keelstream.kubernetes.policy.Violation;
import io.keelstream.kubernetes.policy.installation.AppliedRules;
import io.keelstream.kubernetes.policy.installation.CostLimit;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.kubernetes.policy.installation.Scope;
import io.keelstream.planner.gate.Objection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks an installation's rules about changes. What an application says of a rule that is not there counts as broken: somebody relies on
 * it. Of one rule the first twenty objects are named. Pure.
 */
public final class RuleJudgement {

    private static final int NAMED = 20;

    private final InstallationRules rules;
    private final Duration lookAgain;
    private final String digest;

    /**
     * @param rules the installation's
     * @param lookAgain how soon what waits for a person is looked at again
     */
    public RuleJudgement(InstallationRules rules, Duration lookAgain) {
        this.rules = rules;
        this.lookAgain = lookAgain;
        this.digest = rules.digest();
    }

    /** Of the rules and everything that decides with them. */
    public String digest() {
        return digest;
    }

    /**
     * Whether the answer depends on what was applied before: a rule asks for it, or something is broken that would stand in the way.
     * What only warns does not depend on it.
     */
    public boolean compares(Change change) {
        AppliedRules ruling = applied(change);
        RuleBook book = ruling.asked(rules.rules());
        return book.compares()
                || (rules.scope() == Scope.NEW
                        && book.broken(Change.objects(change.desired()), TargetObjects.NONE, change.changed()).stream()
                                .anyMatch(each -> ruling.of(each.rule()) != RuleLevel.WARN));
    }

    /** What a bundle requests. */
    public DemandRange demand(Desired bundle) {
        return Change.demand(bundle, rules.cost().nodes());
    }

    /** What a change requests, without a judgement. */
    public Assessment assessment(Desired bundle, @Nullable DemandRange before) {
        return new Assessment(digest, before, demand(bundle), rules.cost().prices());
    }

    /**
     * What the rules have against a change.
     *
     * @param applied what was applied last; null where that is not known
     * @param assessment what it requests
     */
    public RuleFindings of(Change change, @Nullable Desired applied, Assessment assessment) {
        AppliedRules ruling = applied(change);
        Answers answers = new Answers(ruling);
        ruling.kept().forEach(answers::kept);
        ruling.unknown().forEach(answers::unknown);
        Violations violations = violations(change, applied, ruling.asked(rules.rules()));
        byRule(violations.counting()).forEach(answers::broken);
        byRule(violations.earlier()).forEach(answers::brokenBefore);
        answers.cost(assessment);
        return new RuleFindings(answers.warnings, answers.objections, answers.consented, assessment);
    }

    private AppliedRules applied(Change change) {
        return rules.with(change.desired().policy().gating());
    }

    /**
     * What is broken.
     *
     * @param counting what follows the levels
     * @param earlier what was broken in the same way before, and is only reported
     */
    private record Violations(List<Violation> counting, List<Violation> earlier) {}

    private Violations violations(Change change, @Nullable Desired applied, RuleBook book) {
        TargetObjects target = Change.objects(change.desired());
        TargetObjects before = Change.objects(applied);
        return switch (rules.scope()) {
            case ALL -> new Violations(book.all(target, before), List.of());
            case NEW -> {
                List<Violation> broken = book.broken(target, before, change.changed());
                List<Violation> added = book.added(target, before, change.changed());
                yield new Violations(added, without(broken, added));
            }
        };
    }

    /** What remains of violations without the facts of others. */
    private static List<Violation> without(List<Violation> all, List<Violation> others) {
        List<Violation> left = new ArrayList<>();
        for (Violation each : all) {
            List<String> facts = each.facts().stream()
                    .filter(fact -> others.stream()
                            .noneMatch(other -> other.rule().equals(each.rule())
                                    && other.reference().equals(each.reference())
                                    && other.facts().contains(fact)))
                    .toList();
            if (!facts.isEmpty()) {
                left.add(new Violation(each.rule(), each.reference(), facts, each.remedy(), each.involved()));
            }
        }
        return left;
    }

    private static Map<String, List<Violation>> byRule(List<Violation> violations) {
        Map<String, List<Violation>> byRule = new TreeMap<>();
        violations.forEach(each ->
                byRule.computeIfAbsent(each.rule(), none -> new ArrayList<>()).add(each));
        return byRule;
    }

    /** Collects what follows, by the levels that hold. */
    private final class Answers {

        private final AppliedRules ruling;
        private final List<Problem> warnings = new ArrayList<>();
        private final List<Objection> objections = new ArrayList<>();
        private final List<String> consented = new ArrayList<>();

        Answers(AppliedRules ruling) {
            this.ruling = ruling;
        }

        void kept(String rule, String installed) {
            warnings.add(Reason.RULE_LOCKED.problem(
                    "policy of keelstream.yaml asks for less of rule " + rule
                            + " than the installation, which locks it: " + installed + " holds",
                    null));
        }

        void unknown(String rule, RuleLevel level) {
            answer(
                    Reason.RULE_UNKNOWN,
                    level == RuleLevel.OFF ? RuleLevel.WARN : level,
                    null,
                    "remove it from policy.rules in keelstream.yaml, or name one of "
                            + String.join(", ", new TreeMap<>(ruling.levels()).keySet()),
                    "the installation has no rule " + rule);
        }

        void broken(String rule, List<Violation> violations) {
            RuleLevel level = ruling.of(rule);
            if (level == RuleLevel.APPROVE) {
                violations.forEach(each -> consented.add(rule + " " + each.reference() + " " + each.fact()));
            }
            named(rule, level, level, violations, "");
        }

        /** What a rule at {@code approve} or {@code deny} does not hold, because it was so before. */
        void brokenBefore(String rule, List<Violation> violations) {
            named(rule, ruling.of(rule), RuleLevel.WARN, violations, ", as before");
        }

        private void named(String rule, RuleLevel level, RuleLevel follows, List<Violation> violations, String remark) {
            violations.stream()
                    .limit(NAMED)
                    .forEach(each -> answer(
                            Reason.RULE_BROKEN,
                            follows,
                            each.reference().toString(),
                            each.remedy(),
                            rule(rule, level) + each.fact() + remark));
            if (violations.size() > NAMED) {
                int more = violations.size() - NAMED;
                answer(
                        Reason.RULE_BROKEN,
                        follows,
                        null,
                        "list them with keelstream validate",
                        rule(rule, level)
                                + more
                                + (more == 1 ? " more object breaks it" : " more objects break it")
                                + remark);
            }
        }

        void cost(Assessment assessment) {
            RuleLevel level = ruling.of(CostLimit.RULE);
            DemandChange change = DemandChange.of(assessment);
            OptionalLong percent = change.increasePercent();
            int limit = ruling.cost().maxIncreasePercent();
            if (level == RuleLevel.OFF || percent.isEmpty() || percent.getAsLong() <= limit) {
                return;
            }
            String fact = "the target requests " + percent.getAsLong() + " % more, and " + limit + " % is the limit: "
                    + change.text(assessment.prices());
            if (level == RuleLevel.APPROVE) {
                consented.add(CostLimit.RULE + " " + fact);
            }
            answer(
                    Reason.COST_INCREASE,
                    level,
                    null,
                    "request less, or raise policy.cost.maxIncreasePercent in keelstream.yaml",
                    rule(CostLimit.RULE, level) + fact);
        }

        private static String rule(String name, RuleLevel level) {
            return "rule " + name + " (" + level.name().toLowerCase(Locale.ROOT) + "): ";
        }

        private void answer(Reason reason, RuleLevel level, @Nullable String where, String lift, String because) {
            switch (level) {
                case OFF -> {}
                case WARN -> warnings.add(reason.problem(because + "; " + lift, where));
                case APPROVE -> objections.add(new Objection(reason, where, lift, because, lookAgain));
                case DENY, UNKNOWN ->
                    objections.add(new Objection(reason, where, lift, because, new Objection.Ends.OtherChange()));
            }
        }
    }
}
