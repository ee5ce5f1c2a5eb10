package io.keelstream.kubernetes.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;

/**
 * One expression of an installation, compiled once. Its evaluation is bounded: in length, depth, the size of regular
 * expressions, and 10,000 steps of all its loops together. Immutable; thread-safe.
 */
public final class CelExpression {

    private static final CelOptions LIMITS = CelOptions.current()
            .maxExpressionCodePointSize(4096)
            .maxParseRecursionDepth(64)
            .maxRegexProgramSize(1000)
            .comprehensionMaxIterations(10_000)
            .build();

    private final CelRuntime.Program program;

    private CelExpression(CelRuntime.Program program) {
        this.program = program;
    }

    /** What an expression gives. */
    public enum Result {
        YES_OR_NO(SimpleType.BOOL),
        TEXT(SimpleType.STRING);

        private final CelType type;

        Result(CelType type) {
            this.type = type;
        }
    }

    /**
     * Compiles.
     *
     * @param expression as it is written
     * @param result what it has to give
     * @param variables the names that it may use; each is an object, see {@link CelValues}
     * @throws IllegalArgumentException with the compiler's reason
     */
    public static CelExpression compile(String expression, Result result, String... variables) {
        CelBuilder builder = CelFactory.standardCelBuilder()
                .setOptions(LIMITS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(result.type);
        for (String variable : variables) {
            builder.addVar(variable, SimpleType.DYN);
        }
        Cel cel = builder.build();
        try {
            return new CelExpression(cel.createProgram(cel.compile(expression).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Evaluates.
     *
     * @param variables each of {@link CelValues}
     * @throws CelFailure where a field is missing that it does not ask for first, types do not fit, or a bound is reached
     */
    public Object evaluate(Map<String, Object> variables) throws CelFailure {
        try {
            return program.eval(variables);
        } catch (CelEvaluationException e) {
            throw new CelFailure(e);
        }
    }
}
