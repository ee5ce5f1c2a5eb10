package io.keelstream.canary.overdispersion;

import java.util.Map;

/**
 * What is believed about the noise of each comparison of an analysis. Immutable.
 *
 * @param learned comparison ({@code metric} or {@code metric/quantile}) to what earlier analyses taught
 */
public record NoiseBook(Map<String, Noise> learned) {

    public NoiseBook {
        learned = Map.copyOf(learned);
    }

    /** Without any earlier analysis. */
    public static NoiseBook empty() {
        return new NoiseBook(Map.of());
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
