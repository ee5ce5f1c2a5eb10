package io.keelstream.kubernetes.health.cel;

import io.keelstream.kubernetes.cel.CelExpression;
import io.keelstream.kubernetes.cel.CelExpression.Result;
import io.keelstream.kubernetes.cel.CelFailure;
import io.keelstream.kubernetes.cel.CelValues;
import io.keelstream.kubernetes.health.CurrentConditions;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A check whose expressions are compiled. A field that is not there yet makes its expression false instead of failing. Immutable;
 * thread-safe.
 */
public final class CompiledCheck {

    private static final String OBJECT = "object";
    private static final String CONDITIONS = "conditions";
    private static final Pattern NAMED = Pattern.compile("conditions\\.([A-Za-z0-9]+)");

    private final List<Rule> rules;
    private final @Nullable CelExpression message;

    private record Rule(Health health, String expression, CelExpression compiled) {}

    private CompiledCheck(List<Rule> rules, @Nullable CelExpression message) {
        this.rules = List.copyOf(rules);
        this.message = message;
    }

    /**
     * Compiles a check.
     *
     * @param what what it judges, for the message of an error
     * @throws IllegalArgumentException naming that, the expression and the compiler's reason
     */
    public static CompiledCheck of(String what, CelCheck check) {
        List<Rule> rules = new ArrayList<>();
        add(rules, what, Health.SUSPENDED, check.suspended());
        add(rules, what, Health.HEALTHY, check.healthy());
        add(rules, what, Health.DEGRADED, check.degraded());
        add(rules, what, Health.PROGRESSING, check.progressing());
        return new CompiledCheck(
                rules, check.message().isBlank() ? null : compiled(what, check.message(), Result.TEXT));
    }

    private static void add(List<Rule> into, String what, Health health, String expression) {
        if (!expression.isBlank()) {
            into.add(new Rule(health, expression, compiled(what, expression, Result.YES_OR_NO)));
        }
    }

    /** Compiles one expression over an object and its conditions; throws as {@link #of} does. */
    public static CelExpression compiled(String what, String expression, Result result) {
        try {
            return CelExpression.compile(expression, result, OBJECT, CONDITIONS);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the health check of " + what + " cannot be compiled: " + expression + ": " + e.getMessage(), e);
        }
    }

    /** What expressions see of an object. */
    public static Map<String, Object> variables(Manifest object) {
        return Map.of(OBJECT, CelValues.of(object.tree()), CONDITIONS, CelValues.of(CurrentConditions.of(object)));
    }

    /** Whether an expression is true; one that gives nothing is not. */
    public static boolean holds(CelExpression expression, Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(expression.evaluate(variables));
        } catch (CelFailure e) {
            // a field that is not there yet, or a loop over the limit: the expression does not hold
            return false;
        }
    }

    /** The object's health. */
    public HealthStatus of(Manifest object) {
        Map<String, Object> variables = variables(object);
        for (Rule rule : rules) {
            if (holds(rule.compiled, variables)) {
                return new HealthStatus(
                        rule.health, rule.health == Health.HEALTHY ? "" : said(rule.expression, object, variables));
            }
        }
        return new HealthStatus(Health.PROGRESSING, waits(object));
    }

    private static String waits(Manifest object) {
        if (object.status().isEmpty()) {
            return "waiting for its controller to report a status";
        }
        boolean conditions = !Manifest.list(object.status().get("conditions")).isEmpty();
        return conditions && CurrentConditions.of(object).isEmpty()
                ? "waiting for its controller to observe generation "
                        + object.metadata().get("generation")
                : "no expression of its health check is true";
    }

    private String said(String expression, Manifest object, Map<String, Object> variables) {
        if (message != null) {
            try {
                return String.valueOf(message.evaluate(variables));
            } catch (CelFailure e) {
                // its fields are not there: the conditions may say something
                return conditions(expression, object);
            }
        }
        return conditions(expression, object);
    }

    /** The condition that the expression names first, of those that are there; otherwise the expression. */
    private static String conditions(String expression, Manifest object) {
        Map<String, Map<String, String>> current = CurrentConditions.of(object);
        Matcher named = NAMED.matcher(expression);
        while (named.find()) {
            Map<String, String> condition = current.get(named.group(1));
            if (condition != null) {
                String text = text(condition);
                return text.isEmpty() ? named.group(1) + " is " + condition.get("status") : text;
            }
        }
        return expression;
    }

    private static String text(Map<String, String> condition) {
        String reason = condition.getOrDefault("reason", "");
        String message = condition.getOrDefault("message", "");
        return message.isEmpty() ? reason : reason.isEmpty() ? message : reason + ": " + message;
    }
}
