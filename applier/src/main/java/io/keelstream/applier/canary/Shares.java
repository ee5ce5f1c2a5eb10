package io.keelstream.applier.canary;

/**
 * How the traffic of a workload is split; the workload itself keeps the rest.
 *
 * @param canary percent for the canary
 * @param baseline percent for the fresh baseline; 0 without one
 * @param matched whether the requests that the trial matches go to the canary, whatever its percentage is
 */
public record Shares(int canary, int baseline, boolean matched) {

    /** Everything goes to the workload itself. */
    public static final Shares NONE = new Shares(0, 0, false);

    /** A baseline needs no more than this to be compared with. */
    private static final int MOST_BASELINE = 20;

    private static final int WHOLE = 100;

    /**
     * The shares at a weight of a trial's steps.
     *
     * @param weight percent for the canary, 0 to 100
     * @param fresh whether there is a fresh baseline
     */
    public static Shares at(int weight, boolean fresh) {
        return new Shares(weight, fresh ? Math.min(weight, Math.min(MOST_BASELINE, WHOLE - weight)) : 0, true);
    }

    /** Percent that the workload itself keeps. */
    public int stable() {
        return WHOLE - canary - baseline;
    }

    /** Whether the copies get traffic. */
    public boolean any() {
        return canary > 0 || baseline > 0;
    }
}
