package io.keelstream.kubernetes.policy.cel;

import io.keelstream.kubernetes.cel.CelExpression;
import io.keelstream.kubernetes.cel.CelExpression.Result;
import io.keelstream.kubernetes.cel.CelFailure;
import io.keelstream.kubernetes.cel.CelValues;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.policy.Asked;
import io.keelstream.kubernetes.policy.Rule;
import io.keelstream.kubernetes.policy.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule in CEL over {@code object} and {@code oldObject}, which is null where there is none: true where the object keeps it, as in a
 * ValidatingAdmissionPolicy. An expression that gives nothing counts as broken, since nobody knows that the object keeps it. Of Secrets
 * only the keys are there, and every value is empty. Immutable; thread-safe.
 */
public final class CelRule implements Rule {

    private static final String OBJECT = "object";
    private static final String OLD_OBJECT = "oldObject";
    private static final String REMEDY = "change it in Git";

    private final String name;
    private final List<KindPattern> kinds;
    private final String written;
    private final CelExpression expression;
    private final String message;
    private final @Nullable CelExpression messageExpression;
    private final String text;

    private CelRule(
            String name,
            List<KindPattern> kinds,
            String written,
            CelExpression expression,
            String message,
            @Nullable CelExpression messageExpression,
            String text) {
        this.name = name;
        this.kinds = kinds;
        this.written = written;
        this.expression = expression;
        this.message = message;
        this.messageExpression = messageExpression;
        this.text = text;
    }

    /**
     * Compiles a rule.
     *
     * @param name its name
     * @param kinds what it is about: {@code Deployment.apps}, {@code Service}, {@code *.example.com} or {@code *}
     * @param expression true where the object keeps it
     * @param message what is said where it does not; empty for the expression
     * @param messageExpression the same in CEL, a text; empty for none
     * @throws IllegalArgumentException naming the rule, the expression and the compiler's reason
     */
    public static CelRule compile(
            String name, List<String> kinds, String expression, String message, String messageExpression) {
        if (kinds.isEmpty() || expression.isBlank()) {
            throw new IllegalArgumentException("rule " + name + " needs kinds and an expression, e.g. {name: " + name
                    + ", kinds: [Service], expression: \"object.spec.type != 'LoadBalancer'\"}");
        }
        try {
            return new CelRule(
                    name,
                    kinds.stream().map(KindPattern::new).toList(),
                    expression,
                    compiled(expression, Result.YES_OR_NO),
                    message,
                    messageExpression.isBlank() ? null : compiled(messageExpression, Result.TEXT),
                    String.join("\n", String.join(",", kinds), expression, message, messageExpression));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rule " + name + ": " + e.getMessage(), e);
        }
    }

    private static CelExpression compiled(String text, Result result) {
        try {
            return CelExpression.compile(text, result, OBJECT, OLD_OBJECT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot be compiled: " + text + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean compares() {
        return text.contains(OLD_OBJECT);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public List<Violation> of(Asked object) {
        if (kinds.stream().noneMatch(each -> each.matches(object.kind()))) {
            return List.of();
        }
        Map<String, Object> variables = Map.of(
                OBJECT,
                CelValues.of(shown(object.body())),
                OLD_OBJECT,
                CelValues.of(object.predecessor() == null ? null : shown(object.predecessor())));
        try {
            return Boolean.TRUE.equals(expression.evaluate(variables))
                    ? List.of()
                    : object.breaking(this, List.of(fact(variables)), REMEDY);
        } catch (CelFailure e) {
            return object.breaking(
                    this,
                    List.of("counts as broken, because it cannot be evaluated (" + e.getMessage() + "): " + written),
                    "correct the rule, e.g. with has(), or the object");
        }
    }

    private String fact(Map<String, Object> variables) {
        if (messageExpression != null) {
            try {
                return String.valueOf(messageExpression.evaluate(variables));
            } catch (CelFailure e) {
                return fact();
            }
        }
        return fact();
    }

    private String fact() {
        return message.isEmpty() ? "is not true: " + written : message;
    }

    private static Object shown(Manifest object) {
        if (!object.groupKind().toString().equals("Secret")) {
            return object.tree();
        }
        Map<String, @Nullable Object> keys = new HashMap<>(object.tree());
        for (String field : List.of("data", "stringData")) {
            if (keys.get(field) != null) {
                Map<String, @Nullable Object> empty = new HashMap<>();
                Manifest.map(keys.get(field)).keySet().forEach(key -> empty.put(key, ""));
                keys.put(field, empty);
            }
        }
        return keys;
    }
}
