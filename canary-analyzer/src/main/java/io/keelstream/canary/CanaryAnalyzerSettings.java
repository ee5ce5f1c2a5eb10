package io.keelstream.canary;

import io.keelstream.canary.analysis.AnalysisSettings;
import io.keelstream.canary.prometheus.PrometheusSettings;
import java.util.List;

/**
 * What an installation decides about its canary analyzer.
 *
 * @param installation the installation's name
 * @param sources where measurements come from; at least one
 * @param analysis how much is published
 */
public record CanaryAnalyzerSettings(String installation, List<PrometheusSettings> sources, AnalysisSettings analysis) {

    public CanaryAnalyzerSettings {
        sources = List.copyOf(sources);
    }
}
