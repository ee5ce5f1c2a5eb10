package io.keelstream.canary;

import io.keelstream.canary.analysis.AnalysisSettings;
import io.keelstream.canary.prometheus.PrometheusSettings;

/**
 * What an installation decides about its canary analyzer.
 *
 * @param installation the installation's name
 * @param source where measurements come from
 * @param analysis how much is told
 */
public record CanaryAnalyzerSettings(String installation, PrometheusSettings source, AnalysisSettings analysis) {}
