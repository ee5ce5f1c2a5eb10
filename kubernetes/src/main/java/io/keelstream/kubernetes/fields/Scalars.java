package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.digest.CodePointOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Equality and order of plain values as the API server's merge engine sees them: numbers by value whatever their type
 * ({@code 1} equals {@code 1.0}), maps without regard to order. Pure; thread-safe.
 */
public final class Scalars {

    private static final double EXACT = 1L << 53;

    private Scalars() {}

    /** One representation for numbers that are equal: an integral double that a long holds exactly becomes that long. */
    static @Nullable Object normal(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Double number when number == Math.rint(number) && Math.abs(number) < EXACT -> number.longValue();
            case BigDecimal number -> normal(number.doubleValue());
            case null -> null;
            default -> value;
        };
    }

    /** Whether two plain-value trees are equal. */
    @SuppressWarnings("ReferenceEquality") // a shared subtree is equal to itself without a look
    public static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == right) {
            return true;
        }
        return switch (left) {
            case null -> false;
            case String text -> text.equals(right);
            case Boolean bool -> bool.equals(right);
            case Long number when right instanceof Long other -> number.equals(other);
            case Number number -> right instanceof Number other && compareNumbers(number, other) == 0;
            case Map<?, ?> map -> right instanceof Map<?, ?> other && equalMaps(map, other);
            case List<?> list -> right instanceof List<?> other && equalLists(list, other);
            default -> Objects.equals(left, right);
        };
    }

    private static boolean equalMaps(Map<?, ?> left, Map<?, ?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            Object other = right.get(entry.getKey());
            boolean missing = other == null && !right.containsKey(entry.getKey());
            if (missing || !equal(entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalLists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> others = right.iterator();
        for (Object item : left) {
            if (!equal(item, others.next())) {
                return false;
            }
        }
        return true;
    }

    /** Total order of scalars: numbers, strings, booleans, everything else, null. */
    static int compare(@Nullable Object left, @Nullable Object right) {
        int byRank = Integer.compare(rank(left), rank(right));
        if (byRank != 0) {
            return byRank;
        }
        return switch (left) {
            case null -> 0;
            case Number number -> compareNumbers(number, (Number) Objects.requireNonNull(right));
            case String text -> CodePointOrder.INSTANCE.compare(text, (String) Objects.requireNonNull(right));
            case Boolean bool -> bool.compareTo((Boolean) Objects.requireNonNull(right));
            default -> CodePointOrder.INSTANCE.compare(left.toString(), String.valueOf(right));
        };
    }

    private static int rank(@Nullable Object value) {
        return switch (value) {
            case Number ignored -> 0;
            case String ignored -> 1;
            case Boolean ignored -> 2;
            case null -> 4;
            default -> 3;
        };
    }

    private static int compareNumbers(Number left, Number right) {
        if (left instanceof Long a && right instanceof Long b) {
            return Long.compare(a, b);
        }
        if (left instanceof BigInteger a && right instanceof BigInteger b) {
            return a.compareTo(b);
        }
        return Double.compare(left.doubleValue(), right.doubleValue());
    }

    /** The text in paths for people: strings in quotes. */
    static String display(@Nullable Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }
}
