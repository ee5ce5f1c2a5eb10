package io.keelstream.contracts.number;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * How a number of an untyped value is kept, whatever it was read from: a whole number as {@link Long}, as {@link BigInteger}
 * where it does not fit; any other as {@link Double}, as {@link BigDecimal} where a double would lose digits. So a body keeps
 * every digit and its digest on its way from Git over Kafka to the cluster. Stateless.
 */
public final class PlainNumber {

    private static final int MOST_PLACES = 1_000;

    private PlainNumber() {}

    /** A whole number. */
    public static Number whole(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }

    /**
     * A number that is written with a fraction or an exponent. Where a double would lose digits and the number is written back
     * without fraction and exponent, it is a whole one: that is what it would be read as the next time.
     *
     * @param text as JSON writes it; {@link NumberFormatException} for anything else, and for a number whose exponent is far
     *     beyond that of a double: a few characters would be digits without number to whoever writes or compares it
     */
    public static Number decimal(String text) {
        double value = Double.parseDouble(text);
        BigDecimal exact = new BigDecimal(text);
        if (Math.abs((long) exact.scale()) > MOST_PLACES) {
            throw new NumberFormatException("a number of more than " + MOST_PLACES + " places");
        }
        if (!Double.isInfinite(value) && exact.compareTo(BigDecimal.valueOf(value)) == 0) {
            return value;
        }
        return exact.scale() == 0 ? whole(exact.unscaledValue()) : exact;
    }
}
