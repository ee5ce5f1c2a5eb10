package io.keelstream.kubernetes.policy.installation;

import io.keelstream.contracts.plan.Assessment.Prices;
import org.jspecify.annotations.Nullable;

/**
 * When a change costs too much: the rule {@link #RULE}.
 *
 * @param maxIncreasePercent it asks for more than so much more CPU or memory than what is applied; percent, 0 or more
 * @param nodes how many nodes a DaemonSet runs on, as far as the installation knows; positive
 * @param prices what a month costs; null where the installation does not say
 */
public record CostLimit(
        int maxIncreasePercent, int nodes, @Nullable Prices prices) {

    /** Its name, by which its level is set. */
    public static final String RULE = "cost";

    /** A tenth, on one node. */
    public static final CostLimit DEFAULT = new CostLimit(10, 1, null);

    public CostLimit {
        if (maxIncreasePercent < 0) {
            throw new IllegalArgumentException(
                    "cost.max-increase-percent is " + maxIncreasePercent + "; it must be 0 or more");
        }
        if (nodes < 1) {
            throw new IllegalArgumentException("cost.nodes is " + nodes + "; it must be 1 or more");
        }
        if (prices != null && !(amount(prices.cpu()) && amount(prices.memory()))) {
            throw new IllegalArgumentException("cost.cpu-month and cost.memory-month must be 0 or more");
        }
    }

    private static boolean amount(double price) {
        return Double.isFinite(price) && price >= 0;
    }

    /** The same with the limit that an application asks for; null for none. */
    CostLimit with(@Nullable Integer maxIncreasePercent) {
        return maxIncreasePercent == null ? this : new CostLimit(maxIncreasePercent, nodes, prices);
    }
}
