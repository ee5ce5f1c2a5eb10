package io.keelstream.canary.liveness;

import java.util.OptionalDouble;

/**
 * Notices a canary that has fallen silent while the baseline has load.
 *
 * <p>While both were heard the canary had c requests and the baseline b; since the canary was last heard the baseline
 * had n more. Had nothing changed, the chance that all n fell to the baseline is {@code (b / (b + n))^c} (the arms share
 * one Poisson stream of unknown rate and split; for large b and c it is exp(-mu) with mu the requests expected of the
 * canary). It has failed when that chance is below {@code exp(-20)}: one in 500 million.
 *
 * <p>Silence is a reading of zero. A gap (no reading at all) is the metrics system's fault unless it lasts: it counts as
 * silence from the 180th tick on, and from four times the longest earlier gap on.
 *
 * <p>Immutable.
 *
 * @param baselineRequests b
 * @param canaryRequests c
 * @param unanswered n
 * @param gap length of the present gap in ticks
 * @param longestGap length of the longest gap that has ended, in ticks
 */
public record Liveness(double baselineRequests, double canaryRequests, double unanswered, long gap, long longestGap) {

    private static final double LIMIT = 20;
    private static final long LEAST_GAP = 180;

    /** By how much a learned share may be above the one that was asked for by chance. */
    private static final double SAME_SHARE = 0.9;

    /** Before the first tick. */
    public static Liveness none() {
        return new Liveness(0, 0, 0, 0, 0);
    }

    /** After a tick in which both arms were read; requests of each. */
    public Liveness heard(double baseline, double canary) {
        long longest = Math.max(gap, longestGap);
        return canary > 0
                ? new Liveness(baselineRequests + unanswered + baseline, canaryRequests + canary, 0, 0, longest)
                : new Liveness(baselineRequests, canaryRequests, unanswered + baseline, 0, longest);
    }

    /** After a tick in which the baseline was read and the canary was not. */
    public Liveness missed(double baseline) {
        boolean counts = gap + 1 >= Math.max(LEAST_GAP, 4 * longestGap);
        return new Liveness(
                baselineRequests, canaryRequests, counts ? unanswered + baseline : unanswered, gap + 1, longestGap);
    }

    /**
     * After a change of the traffic weight. What was learned stays where the canary has at least the share that it had: so
     * much may still be expected of it, and a canary that dies of its first greater load is noticed. A smaller or unknown
     * share has to be learned anew.
     *
     * @param share the canary's share of the requests of both arms; empty where it is not known
     */
    public Liveness atStep(OptionalDouble share) {
        double learned = canaryRequests / (canaryRequests + baselineRequests);
        return share.isPresent() && share.getAsDouble() >= SAME_SHARE * learned
                ? this
                : new Liveness(0, 0, 0, gap, longestGap);
    }

    /** Whether the silence cannot be chance. */
    public boolean silent() {
        return canaryRequests * StrictMath.log1p(unanswered / (baselineRequests + 1)) > LIMIT;
    }

    /** Requests that the canary should have had since it was last heard. */
    public double expected() {
        return unanswered * canaryRequests / Math.max(1, baselineRequests);
    }

    /** Whether the baseline never had a request. */
    public boolean baselineNeverHeard() {
        return baselineRequests + unanswered == 0;
    }

    /** Whether the canary was never heard. */
    public boolean neverHeard() {
        return canaryRequests == 0;
    }
}
