package io.keelstream.canary.evidence;

/**
 * When harm may begin: the share of the stake that is put to work at each tick. Most of it at the first counted tick,
 * a part evenly over the first 1,080 counted ticks, a part over all time after (falling as 1/t squared), and half of
 * what is reserved for steps at each change of the traffic weight. The shares sum to at most 1 over all time. Stateless.
 */
final class StartPrior {

    /** The share that waits for the steps of a release. */
    static final double STEPS = 0.1;

    private static final double FIRST = 0.8;
    private static final double EVEN = 0.07;
    private static final double TAIL = 0.03;
    private static final double HORIZON = 1_080;

    private StartPrior() {}

    /**
     * The share that starts at a tick.
     *
     * @param tick how many ticks were counted before it
     */
    static double at(long tick) {
        if (tick == 0) {
            return FIRST;
        }
        return tick <= HORIZON ? EVEN / HORIZON : TAIL * HORIZON / ((double) tick * (tick - 1));
    }

    /**
     * The share that starts at a step.
     *
     * @param step number of steps before it, the first step of a release not counted
     */
    static double atStep(int step) {
        return STEPS * StrictMath.scalb(0.5, -Math.min(step, 1_000));
    }
}
