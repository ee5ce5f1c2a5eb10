package io.keelstream.benchmarks.canary.report;

/**
 * Wilson's 95 % interval for a share (Wilson 1927). Immutable.
 *
 * @param low lower end, 0 to 1
 * @param high upper end, 0 to 1
 */
public record Wilson(double low, double high) {

    private static final double Z = 1.959963984540054;

    /** The interval after some hits among some runs, at least one. */
    public static Wilson of(int hits, int runs) {
        double share = hits / (double) runs;
        double z2 = Z * Z;
        double center = share + z2 / (2 * runs);
        double width = Z * Math.sqrt(share * (1 - share) / runs + z2 / (4.0 * runs * runs));
        double scale = 1 + z2 / runs;
        return new Wilson(Math.clamp((center - width) / scale, 0, 1), Math.clamp((center + width) / scale, 0, 1));
    }
}
