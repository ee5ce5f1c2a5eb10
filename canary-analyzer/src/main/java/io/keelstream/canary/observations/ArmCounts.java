package io.keelstream.canary.observations;

/**
 * Events and requests of both arms, of one tick or of many. Immutable.
 *
 * @param baselineEvents events of the baseline
 * @param baselineTotal its requests
 * @param canaryEvents events of the canary
 * @param canaryTotal its requests
 */
public record ArmCounts(double baselineEvents, double baselineTotal, double canaryEvents, double canaryTotal) {

    /**
     * The canary's expected share of the events of both arms.
     *
     * @param ratio rate of the canary over the rate of the baseline
     */
    public double canaryShare(double ratio) {
        return ratio * canaryTotal / (ratio * canaryTotal + baselineTotal);
    }

    /** Both arms' counts side by side. */
    public static ArmCounts of(Counts baseline, Counts canary) {
        return new ArmCounts(baseline.events(), baseline.total(), canary.events(), canary.total());
    }

    /** The events of both arms. */
    public double events() {
        return baselineEvents + canaryEvents;
    }

    /** Whether both arms had requests, so that the tick compares them. */
    public boolean compares() {
        return baselineTotal > 0 && canaryTotal > 0;
    }

    /** The sum of two. */
    public ArmCounts plus(ArmCounts other) {
        return new ArmCounts(
                baselineEvents + other.baselineEvents,
                baselineTotal + other.baselineTotal,
                canaryEvents + other.canaryEvents,
                canaryTotal + other.canaryTotal);
    }

    /** What was added since earlier sums. */
    public ArmCounts minus(ArmCounts earlier) {
        return new ArmCounts(
                baselineEvents - earlier.baselineEvents,
                baselineTotal - earlier.baselineTotal,
                canaryEvents - earlier.canaryEvents,
                canaryTotal - earlier.canaryTotal);
    }
}
