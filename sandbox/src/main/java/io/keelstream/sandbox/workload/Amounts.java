package io.keelstream.sandbox.workload;

import org.jspecify.annotations.Nullable;

/** Numbers that may be given as a share of another one: {@code 2} or {@code 25%}. */
final class Amounts {

    private Amounts() {}

    /** The number meant; {@code up} says how a share is rounded. */
    static long of(@Nullable Object value, long whole, boolean up, long absent) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof String text && text.endsWith("%")) {
            try {
                double share = Integer.parseInt(text.substring(0, text.length() - 1)) * whole / 100.0;
                return (long) (up ? Math.ceil(share) : Math.floor(share));
            } catch (NumberFormatException e) {
                return absent;
            }
        }
        return absent;
    }
}
