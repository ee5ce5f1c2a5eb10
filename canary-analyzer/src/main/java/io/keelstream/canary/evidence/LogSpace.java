package io.keelstream.canary.evidence;

/** Sums of numbers that are given by their natural logarithms, without overflow. Stateless. */
public final class LogSpace {

    private LogSpace() {}

    /** {@code ln(exp(a) + exp(b))}. */
    public static double add(double a, double b) {
        double greater = Math.max(a, b);
        if (greater == Double.NEGATIVE_INFINITY) {
            return greater;
        }
        return greater + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - greater));
    }
}
