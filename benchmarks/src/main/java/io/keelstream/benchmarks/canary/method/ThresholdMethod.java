package io.keelstream.benchmarks.canary.method;

import io.keelstream.canary.verdict.Ruling;

/**
 * Threshold machines: the canary alone against fixed limits, at intervals; too many bad checks fail. A value that cannot
 * be read is a bad check. Stateless.
 */
final class ThresholdMethod {

    private ThresholdMethod() {}

    /**
     * As in the manual of Flagger: each minute a success rate of at least 99 % and a p99 of at most 500 ms; a good check
     * raises the weight by 5 up to 50 %, then the canary is promoted; the tenth bad check rolls back.
     */
    static Method flagger() {
        return new MinuteMethod("Flagger", scenario -> {
            int[] checks = new int[2];
            return (minutes, baseline, canary) -> {
                boolean good = success(canary, minutes, 1) >= 0.99 && canary.at("latency/p99", minutes - 1) <= 0.5;
                checks[good ? 1 : 0]++;
                return checks[0] >= 10 ? Ruling.FAIL : checks[1] >= 10 ? Ruling.PASS : Ruling.CONTINUE;
            };
        });
    }

    /**
     * As in the manual of Argo Rollouts: each five minutes a success rate of at least 95 %, more than three bad checks
     * abort; the weight rises by 20 % every ten minutes, and after forty it is at all.
     */
    static Method argoRollouts() {
        return new MinuteMethod("Argo Rollouts", scenario -> {
            int[] bad = new int[1];
            return (minutes, baseline, canary) -> {
                bad[0] += minutes % 5 == 0 && !(success(canary, minutes, 5) >= 0.95) ? 1 : 0;
                return bad[0] > 3 ? Ruling.FAIL : minutes >= 40 ? Ruling.PASS : Ruling.CONTINUE;
            };
        });
    }

    /** The mean share of successes over the last minutes that have one; NaN without any. */
    private static double success(MinuteValues canary, int minutes, int window) {
        double sum = 0;
        int read = 0;
        for (int minute = minutes - window; minute < minutes; minute++) {
            double errors = canary.at("errors", minute);
            sum += Double.isNaN(errors) ? 0 : 1 - errors;
            read += Double.isNaN(errors) ? 0 : 1;
        }
        return sum / read;
    }
}
