package io.keelstream.kubernetes.health.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Health checks written in CEL. Expressions are compiled once; evaluation is bounded in iterations, and a field that is
 * not there yet makes its expression false instead of failing. Immutable; thread-safe.
 */
public final class CelHealth implements CustomHealth {

    /** Bounds for expressions from configuration: their length, their depth, and the steps of all their loops. */
    private static final CelOptions LIMITS = CelOptions.current()
            .maxExpressionCodePointSize(4096)
            .maxParseRecursionDepth(64)
            .maxRegexProgramSize(1000)
            .comprehensionMaxIterations(10_000)
            .build();

    private static final Cel CEL = CelFactory.standardCelBuilder()
            .setOptions(LIMITS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("object", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .setResultType(SimpleType.BOOL)
            .build();

    private final Map<GroupKind, List<Rule>> rules;

    private record Rule(Health health, String expression, CelRuntime.Program program) {}

    private CelHealth(Map<GroupKind, List<Rule>> rules) {
        this.rules = rules;
    }

    /**
     * Compiles checks; a later one of the same kind replaces an earlier one.
     *
     * @throws IllegalArgumentException naming the kind, the expression and the compiler's reason
     */
    public static CelHealth compile(List<CelCheck> checks) {
        Map<GroupKind, List<Rule>> rules = new LinkedHashMap<>();
        for (CelCheck check : checks) {
            List<Rule> own = new ArrayList<>();
            add(own, check.kind(), Health.HEALTHY, check.healthy());
            add(own, check.kind(), Health.DEGRADED, check.degraded());
            add(own, check.kind(), Health.PROGRESSING, check.progressing());
            rules.put(check.kind(), List.copyOf(own));
        }
        return new CelHealth(Map.copyOf(rules));
    }

    private static void add(List<Rule> into, GroupKind kind, Health health, String expression) {
        if (expression.isBlank()) {
            return;
        }
        try {
            into.add(new Rule(
                    health,
                    expression,
                    CEL.createProgram(CEL.compile(expression).getAst())));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(
                    "the health check of " + kind + " cannot be compiled: " + expression + ": " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable HealthStatus of(Manifest object) {
        List<Rule> own = rules.get(object.groupKind());
        if (own == null) {
            return null;
        }
        Map<String, Object> variables = Map.of("object", present(object.tree()));
        for (Rule rule : own) {
            if (holds(rule, variables)) {
                return new HealthStatus(rule.health, rule.expression);
            }
        }
        return new HealthStatus(Health.PROGRESSING, "no expression of its health check holds");
    }

    private static boolean holds(Rule rule, Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(rule.program.eval(variables));
        } catch (CelEvaluationException e) {
            // a field that is not there yet, or a loop over the limit: the expression does not hold
            return false;
        }
    }

    /** The tree as CEL knows values: nulls are absent, numbers are 64 bits wide. */
    private static Object present(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((key, child) -> {
                    if (child != null) {
                        copy.put((String) key, present(child));
                    }
                });
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>(list.size());
                for (Object item : list) {
                    if (item != null) {
                        copy.add(present(item));
                    }
                }
                yield copy;
            }
            case Number number when !(number instanceof Long) -> number.doubleValue();
            default -> value;
        };
    }
}
