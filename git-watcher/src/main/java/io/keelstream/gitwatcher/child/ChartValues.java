package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.application.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target's parameters as a chart's values: a dot in a name separates sections. Charts see what was typed. Helm makes
 * floating-point numbers of all numbers in a values file and prints {@code 1000000} as {@code 1e+06}; so whole numbers are
 * set one by one on the command line, where they stay whole, and a fraction that would lose digits ({@code 1.10}) is text.
 *
 * @param tree the values file
 * @param numbers arguments of {@code --set} that replace the whole numbers of the tree
 */
record ChartValues(Map<String, @Nullable Object> tree, List<String> numbers) {

    private static final BigDecimal ROUND_FROM = new BigDecimal("0.0001");
    private static final BigDecimal ROUND_TO = new BigDecimal("1000000");
    private static final int EXACT_DIGITS = 15;

    static ChartValues of(Map<String, Parameter> parameters) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            Map<String, @Nullable Object> section = values;
            String rest = name;
            for (int dot = rest.indexOf('.'); dot > 0; dot = rest.indexOf('.')) {
                section = section(section, rest.substring(0, dot));
                rest = rest.substring(dot + 1);
            }
            section.put(rest, parameter.value());
        });
        List<String> numbers = new ArrayList<>();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        values.forEach((name, value) -> tree.put(name, written(value, key(name), numbers)));
        return new ChartValues(tree, numbers);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> section(Map<String, @Nullable Object> values, String name) {
        Map<String, @Nullable Object> inside = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> present) {
            inside.putAll((Map<String, @Nullable Object>) present);
        }
        values.put(name, inside);
        return inside;
    }

    private static @Nullable Object written(@Nullable Object value, String place, List<String> numbers) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, each) ->
                        copy.put((String) name, written(each, place + "." + key((String) name), numbers)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(each -> copy.add(written(each, place + "[" + copy.size() + "]", numbers)));
                yield copy;
            }
            case Long whole -> {
                numbers.add(place + "=" + whole);
                yield whole;
            }
            case BigInteger whole -> whole.toString();
            case BigDecimal fraction -> isPrintedAlike(fraction) ? fraction : (Object) fraction.toPlainString();
            case null -> null;
            default -> value;
        };
    }

    /** Whether Go prints the nearest floating-point number with these very digits. */
    private static boolean isPrintedAlike(BigDecimal fraction) {
        BigDecimal size = fraction.abs();
        return fraction.stripTrailingZeros().scale() == fraction.scale()
                && fraction.precision() <= EXACT_DIGITS
                && size.compareTo(ROUND_FROM) >= 0
                && size.compareTo(ROUND_TO) < 0;
    }

    /** A name as {@code --set} reads it: what has a meaning there stands behind a backslash. */
    private static String key(String name) {
        return name.replaceAll("[\\\\.,=\\[\\]{}]", "\\\\$0");
    }
}
