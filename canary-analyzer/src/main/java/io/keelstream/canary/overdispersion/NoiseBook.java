package io.keelstream.canary.overdispersion;

import java.util.Map;

/**
 * What is believed about the noise of each comparison of an analysis. Immutable.
 *
 * @param learned comparison ({@code metric} or {@code metric/quantile}) to what earlier analyses taught
 * @param unlike whether the pods of the two arms are on unlike nodes, so that they differ more than pods of one arm do
 */
public record NoiseBook(Map<String, Noise> learned, boolean unlike) {

    private static final double SPREAD_OF_UNLIKE = 2;

    public NoiseBook {
        learned = Map.copyOf(learned);
    }

    /** Of arms whose pods are on nodes of one kind, as far as anybody knows. */
    public NoiseBook(Map<String, Noise> learned) {
        this(learned, false);
    }

    /** Without any earlier analysis. */
    public static NoiseBook empty() {
        return new NoiseBook(Map.of());
    }

    /** The same for arms whose nodes are unlike, or are not. */
    public NoiseBook between(boolean unlikeNodes) {
        return new NoiseBook(learned, unlikeNodes);
    }

    /** By what the standard deviation between pods is multiplied that is believed, learned or seen within the arms. */
    public double podSpread() {
        return unlike ? SPREAD_OF_UNLIKE : 1;
    }

    /**
     * What is believed about one comparison.
     *
     * @param comparison its name
     * @param otherwise what is believed as long as nothing was learned
     */
    public Noise of(String comparison, Noise otherwise) {
        return learned.getOrDefault(comparison, otherwise);
    }
}
