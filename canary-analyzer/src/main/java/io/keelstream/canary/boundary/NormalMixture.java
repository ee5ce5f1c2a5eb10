package io.keelstream.canary.boundary;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * The normal mixture boundary for a sum S whose increments have variance summing to v.
 *
 * <p>Two-sided: {@code E = sqrt(rho / (v + rho)) exp(S^2 / (2 (v + rho)))}. One-sided (half-normal mixing):
 * {@code E = 2 sqrt(rho / (v + rho)) exp(S^2 / (2 (v + rho))) Phi(S / sqrt(v + rho))}. Both start at 1 and are
 * supermartingales for sub-Gaussian sums, so {@code P(ever E >= 1/alpha) <= alpha}.
 *
 * <p>Source: Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences",
 * Annals of Statistics 49 (2021), propositions 5 and 6; the mixture goes back to Robbins (1970). Immutable.
 *
 * @param rho precision of the mixture, in the unit of v; above 0
 * @param oneSided whether only large S count
 */
public record NormalMixture(double rho, boolean oneSided) {

    /**
     * The mixture whose boundary is tightest at a chosen variance.
     *
     * @param variance where the boundary shall be tight, above 0
     * @param alpha error probability
     * @param oneSided whether only large S count
     */
    public static NormalMixture tightAt(double variance, double alpha, boolean oneSided) {
        double level = StrictMath.log(1 / (oneSided ? 2 * alpha : alpha));
        return new NormalMixture(variance / (2 * level + StrictMath.log(1 + 2 * level)), oneSided);
    }

    /**
     * The natural logarithm of the evidence.
     *
     * @param sum S
     * @param variance v, at least 0
     */
    public double logE(double sum, double variance) {
        double scale = variance + rho;
        double z = sum / StrictMath.sqrt(scale);
        double twoSided = 0.5 * StrictMath.log(rho / scale) + z * z / 2;
        return oneSided ? StrictMath.log(2) + 0.5 * StrictMath.log(rho / scale) + logHalf(z) : twoSided;
    }

    /** {@code z^2/2 + ln Phi(z)}, exact where Phi underflows. */
    private static double logHalf(double z) {
        double scaled = -z / StrictMath.sqrt(2);
        return z < 0 ? StrictMath.log(0.5 * Erfcx.value(scaled)) : z * z / 2 + StrictMath.log(0.5 * Erfc.value(scaled));
    }

    /**
     * The smallest sum whose evidence reaches {@code 1/alpha}.
     *
     * @param variance v, at least 0
     * @param alpha error probability
     */
    public double boundary(double variance, double alpha) {
        double target = StrictMath.log(1 / alpha);
        double high = StrictMath.sqrt(variance + rho);
        while (logE(high, variance) < target) {
            high *= 2;
        }
        double low = 0;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (logE(middle, variance) < target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
