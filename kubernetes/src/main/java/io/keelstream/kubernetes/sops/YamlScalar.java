package io.keelstream.kubernetes.sops;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What a scalar means to SOPS, which reads YAML 1.2 with a few habits of 1.1 (go.yaml.in/yaml/v3, resolve.go): {@code yes} is a
 * text, {@code 2026-11-29} a time. Stateless.
 */
final class YamlScalar {

    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");
    private static final Pattern OTHER_BASE =
            Pattern.compile("[-+]?0(?:([xX])([0-9a-fA-F_]+)|([bB])([01_]+)|([oO]?)([0-7_]+))");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern SPECIAL = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final int LONGEST_NUMBER = 400;

    private YamlScalar() {}

    static boolean isNull(ScalarNode scalar) {
        return scalar.isPlain() && NULL.contains(scalar.getValue());
    }

    /** The value; null for null. */
    static @Nullable Leaf leaf(ScalarNode scalar, List<String> path) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return Leaf.text(path, text);
        }
        if (NULL.contains(text)) {
            return null;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return Leaf.literal(path, TRUE.contains(text) ? "True" : "False");
        }
        if (DATE.matcher(text).matches()) {
            return Leaf.literal(path, text + "T00:00:00Z");
        }
        String number = text.length() > LONGEST_NUMBER ? null : number(text);
        return number == null ? Leaf.text(path, text) : Leaf.literal(path, number);
    }

    private static @Nullable String number(String text) {
        if (SPECIAL.matcher(text).matches()) {
            return text.contains("n") || text.contains("N")
                    ? text.toLowerCase(java.util.Locale.ROOT).contains("nan")
                            ? "NaN"
                            : (text.startsWith("-") ? "-Inf" : "+Inf")
                    : null;
        }
        String plain = text.replace("_", "");
        BigInteger whole = whole(text, plain);
        if (whole != null && whole.bitLength() < Long.SIZE) {
            return whole.toString();
        }
        return FLOAT.matcher(plain).matches() ? Layout.fraction(Double.parseDouble(plain)) : null;
    }

    private static @Nullable BigInteger whole(String text, String plain) {
        if (DECIMAL.matcher(text).matches()) {
            return new BigInteger(plain);
        }
        var other = OTHER_BASE.matcher(text);
        if (!other.matches()) {
            return null;
        }
        int radix = other.group(1) != null ? 16 : other.group(3) != null ? 2 : 8;
        String digits = other.group(radix == 16 ? 2 : radix == 2 ? 4 : 6).replace("_", "");
        if (digits.isEmpty()) {
            return null;
        }
        BigInteger size = new BigInteger(digits, radix);
        return text.startsWith("-") ? size.negate() : size;
    }
}
