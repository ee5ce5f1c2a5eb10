package io.keelstream.kubernetes.yaml;

import io.keelstream.contracts.number.PlainNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted scalar means to kubectl: YAML 1.1's booleans and octals ({@code yes}, {@code 0644}), YAML 1.2's octals
 * ({@code 0o17}), underscores in numbers; no base 60, and times stay text. A number that is integral is an integer
 * ({@code 1e3}, {@code 1.0}), because kubectl sends it as one. Pure; thread-safe.
 */
final class PlainScalars {

    /** Infinity and not-a-number, which JSON cannot say. */
    static final Object NOT_JSON = new Object();

    /** A number that is not read, because the time for that grows with the square of its length. */
    static final Object TOO_LONG = new Object();

    /** Characters of a number; as many as Jackson reads. */
    static final int LONGEST = 1_000;

    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> NOT_A_NUMBER = Set.of(
            ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    /** An underscore that does not stand between two digits: then a number that starts with a dot is text. */
    private static final Pattern MISPLACED = Pattern.compile("(?<![0-9])_|_(?![0-9])");

    private static final Pattern OTHER_BASE = Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)");
    private static final Pattern INTEGER = Pattern.compile("([-+]?)(0[xX]|0[oO]|0[bB]|0)?([0-9a-fA-F]+)");
    private static final Map<String, Integer> RADIX =
            Map.of("0x", 16, "0X", 16, "0o", 8, "0O", 8, "0b", 2, "0B", 2, "0", 8);
    private static final BigInteger UNSIGNED_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigDecimal PLAIN_LIMIT = new BigDecimal("1e21");

    private PlainScalars() {}

    static @Nullable Object resolve(String text) {
        if (NULL.contains(text)) {
            return null;
        }
        if (TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        if (NOT_A_NUMBER.contains(text)) {
            return NOT_JSON;
        }
        char first = text.charAt(0);
        boolean numeric = (first >= '0' && first <= '9') || first == '+' || first == '-';
        if (!numeric && first != '.') {
            return text;
        }
        boolean separated = numeric || !MISPLACED.matcher(text).find();
        String plain = separated ? text.replace("_", "") : text;
        if (plain.length() > LONGEST) {
            boolean number = FLOAT.matcher(plain).matches()
                    || (numeric && OTHER_BASE.matcher(plain).matches());
            return number ? TOO_LONG : text;
        }
        Object number = numeric ? integer(plain) : null;
        if (number == null && FLOAT.matcher(plain).matches()) {
            number = fraction(plain);
        }
        return number == null ? text : number;
    }

    /** Whether the text is written as an integer, not only equal to one. */
    static boolean isInteger(String text) {
        return integer(text.replace("_", "")) != null;
    }

    private static @Nullable Object integer(String text) {
        var matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String prefix = matcher.group(2);
        int radix = prefix == null ? 10 : RADIX.getOrDefault(prefix, 10);
        BigInteger value;
        try {
            value = new BigInteger(matcher.group(1).replace("+", "") + matcher.group(3), radix);
        } catch (NumberFormatException e) {
            return null;
        }
        boolean fits = value.compareTo(LONG_MIN) >= 0 && value.compareTo(UNSIGNED_MAX) <= 0;
        return fits ? PlainNumber.whole(value) : null;
    }

    /** A decimal number as kubectl sends it on: integral ones without exponent are integers. Null beyond a double's range. */
    private static @Nullable Object fraction(String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            return null;
        }
        BigDecimal exact = new BigDecimal(Double.toString(value));
        boolean integral = value == Math.rint(value) && exact.abs().compareTo(PLAIN_LIMIT) < 0;
        return integral ? PlainNumber.whole(exact.toBigInteger()) : (Object) value;
    }

    /** The text of a number that is a key: fractions in single precision, with Go's exponents. */
    static String key(Number number) {
        if (!(number instanceof Double value)) {
            return number.toString();
        }
        BigDecimal decimal = new BigDecimal(Float.toString(value.floatValue())).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 21) {
            return decimal.toPlainString();
        }
        String mantissa = decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
