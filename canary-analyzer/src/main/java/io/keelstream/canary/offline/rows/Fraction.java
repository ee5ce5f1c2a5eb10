package io.keelstream.canary.offline.rows;

import java.util.Collection;

/**
 * One pod's value in a tick, kept as a fraction so that pods can be put together: events over total, or a level over 1.
 * Immutable.
 *
 * @param over numerator
 * @param under denominator, at least 0
 */
record Fraction(double over, double under) {

    /** What was written is not a value. */
    static final Fraction UNUSABLE = new Fraction(Double.NaN, 1);

    boolean isUsable() {
        return !Double.isNaN(over);
    }

    /** Of two that say different things the one of more requests stands, then that of more events. */
    static Fraction greater(Fraction one, Fraction other) {
        boolean stands = one.under == other.under ? one.over >= other.over : one.under > other.under;
        return stands ? one : other;
    }

    /** Sum over sum: the ratio of all pods, or the mean of their levels; NaN of nothing. */
    static double of(Collection<Fraction> pods) {
        double over = 0;
        double under = 0;
        for (Fraction pod : pods) {
            over += pod.over;
            under += pod.under;
        }
        return over / under;
    }
}
