package io.keelstream.sandbox.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts such as {@code 500m} or {@code 1Gi}, written as the real server writes them after it has read them. */
public final class Quantity {

    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\\d+)");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final BigInteger KI = BigInteger.valueOf(1024);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private Quantity() {}

    /** The canonical text of an amount; null when it is none. */
    public static @Nullable String canonical(Object value) {
        Matcher matcher = FORM.matcher(String.valueOf(value).strip());
        if (!matcher.matches()) {
            return null;
        }
        BigDecimal number = amount(value);
        String suffix = matcher.group(2);
        return suffix.endsWith("i") ? binary(number) : suffix.length() > 1 ? exponential(number) : decimal(number);
    }

    /** The amount as a number; 0 for what is not an amount. */
    public static BigDecimal amount(Object value) {
        Matcher matcher = FORM.matcher(String.valueOf(value).strip());
        if (!matcher.matches()) {
            return BigDecimal.ZERO;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2);
        if (suffix.endsWith("i")) {
            return number.multiply(new BigDecimal(KI.pow(BINARY.indexOf(suffix))));
        }
        boolean exponent = suffix.length() > 1;
        return number.scaleByPowerOfTen(
                exponent ? Integer.parseInt(suffix.substring(1)) : 3 * (DECIMAL.indexOf(suffix) - 3));
    }

    private static String binary(BigDecimal number) {
        if (number.stripTrailingZeros().scale() > 0 || number.abs().compareTo(new BigDecimal(KI)) < 0) {
            return decimal(number);
        }
        BigInteger whole = number.toBigIntegerExact();
        int power = 0;
        while (power < BINARY.size() - 1 && whole.signum() != 0 && whole.mod(KI).signum() == 0) {
            whole = whole.divide(KI);
            power++;
        }
        return whole + BINARY.get(power);
    }

    private static String decimal(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        // Finer than a billionth is rounded up, away from zero.
        BigDecimal scaled = number.scaleByPowerOfTen(9).setScale(0, RoundingMode.UP);
        int power = 0;
        while (power < DECIMAL.size() - 1 && scaled.remainder(THOUSAND).signum() == 0) {
            scaled = scaled.divide(THOUSAND);
            power++;
        }
        return scaled.toBigInteger() + DECIMAL.get(power);
    }

    private static String exponential(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal scaled = number;
        int exponent = 0;
        while (scaled.remainder(THOUSAND).signum() == 0) {
            scaled = scaled.divide(THOUSAND);
            exponent += 3;
        }
        while (scaled.stripTrailingZeros().scale() > 0) {
            scaled = scaled.multiply(THOUSAND);
            exponent -= 3;
        }
        return scaled.toBigInteger() + (exponent == 0 ? "" : "e" + exponent);
    }
}
