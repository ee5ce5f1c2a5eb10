package io.keelstream.canary.boundary;

/**
 * The polynomial stitched boundary: a curve of the form sqrt(v ln ln v) that holds at every look, for sums that are
 * sub-gamma with scale c.
 *
 * <p>{@code u(v) = sqrt(k1^2 v' l(v') + k2^2 c^2 l(v')^2) + k2 c l(v')}, {@code v' = max(v, m)},
 * {@code l(v) = s ln ln(eta v / m) + ln(zeta(s) / (alpha ln(eta)^s))}, {@code k1 = (eta^(1/4) + eta^(-1/4)) / sqrt 2},
 * {@code k2 = (sqrt(eta) + 1) / 2}, with {@code s = 1.4}, {@code eta = 2}.
 *
 * <p>Source: Howard, Ramdas, McAuliffe and Sekhon (2021), theorem 1 and equation 10. Immutable.
 *
 * @param least variance m from which on the boundary is tight, above 0
 * @param scale sub-gamma scale c, at least 0
 */
public record PolynomialStitching(double least, double scale) {

    private static final double S = 1.4;
    private static final double ETA = 2;
    /** Riemann's zeta function at 1.4. */
    private static final double ZETA = 3.105547277643886;

    /**
     * The boundary for the sum.
     *
     * @param variance v, at least 0
     * @param alpha error probability
     */
    public double boundary(double variance, double alpha) {
        double v = Math.max(variance, least);
        double level = S * StrictMath.log(StrictMath.log(ETA * v / least))
                + StrictMath.log(ZETA / (alpha * StrictMath.pow(StrictMath.log(ETA), S)));
        double root = StrictMath.pow(ETA, 0.25);
        double k1 = (root + 1 / root) / StrictMath.sqrt(2);
        double k2 = (StrictMath.sqrt(ETA) + 1) / 2;
        double linear = k2 * scale * level;
        return StrictMath.sqrt(k1 * k1 * v * level + linear * linear) + linear;
    }
}
