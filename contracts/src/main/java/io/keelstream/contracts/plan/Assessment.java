package io.keelstream.contracts.plan;

import org.jspecify.annotations.Nullable;

/**
 * What the rules of the installation were asked about.
 *
 * @param rules digest of the rules and their levels: another one asks again
 * @param before what the pods of the applied bundle request; null before the first release, and where that is not known
 * @param after what the pods of the planned bundle request
 * @param prices what that costs; null where the installation does not say
 */
public record Assessment(
        String rules,
        @Nullable DemandRange before,
        DemandRange after,
        @Nullable Prices prices) {

    /**
     * What pods request together.
     *
     * @param cpuMillis thousandths of a core
     * @param memoryBytes bytes
     */
    public record Demand(long cpuMillis, long memoryBytes) {

        /** Nothing. */
        public static final Demand NONE = new Demand(0, 0);

        /** Both together. */
        public Demand plus(Demand other) {
            return new Demand(saturated(cpuMillis, other.cpuMillis), saturated(memoryBytes, other.memoryBytes));
        }

        private static long saturated(long left, long right) {
            return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
        }
    }

    /**
     * What pods request together, as far as autoscalers decide.
     *
     * @param least where each has its fewest pods
     * @param most where each has its most pods
     */
    public record DemandRange(Demand least, Demand most) {

        /** Nothing. */
        public static final DemandRange NONE = new DemandRange(Demand.NONE, Demand.NONE);

        /** Both together. */
        public DemandRange plus(DemandRange other) {
            return new DemandRange(least.plus(other.least), most.plus(other.most));
        }
    }

    /**
     * What a month of it costs.
     *
     * @param currency how amounts are written, e.g. {@code EUR}
     * @param cpu price of a core
     * @param memory price of a GiB
     */
    public record Prices(String currency, double cpu, double memory) {}
}
